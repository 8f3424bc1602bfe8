/// What is done to a mesh, and when: a pure function of the options and the seed.
package mesh.lab.chaos.plan;
