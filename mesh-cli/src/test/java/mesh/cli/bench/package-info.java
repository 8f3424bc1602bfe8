/// The benchmark on real processes, in small.
package mesh.cli.bench;
