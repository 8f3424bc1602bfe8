/// Processes of a mesh on this machine, and the machine itself: what every tool here needs that
/// starts a mesh for real. Nothing in it knows what the processes are for.
package mesh.lab.process;
