/// What proves the mesh and ships with it: the checker, the simulator and the chaos tools. Tests
/// that start the whole mesh, and those that hold its architecture, are in mesh-cli, which knows
/// all.
package mesh.lab;
