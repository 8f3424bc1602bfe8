/// Single questions put to a mesh of real processes, each with a figure for an answer: what a storm
/// costs, and whether those who come late are turned away.
package mesh.lab.chaos.scenario;
