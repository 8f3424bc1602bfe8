/// The command that simulates the mesh: many seeds, one seed again, or the deliberate bugs.
package mesh.cli.sim;
