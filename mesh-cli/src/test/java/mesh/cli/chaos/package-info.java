/// Chaos on meshes of real processes, in small.
package mesh.cli.chaos;
