/// The whole mesh as its users start it: real processes, a real broker, a real disk, and HTTP.
package mesh.cli.whole;
