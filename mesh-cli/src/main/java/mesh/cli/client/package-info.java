/// A client of the mesh's HTTP interface, as any other client could be written. Answers are kept as
/// the JSON they came in, so that `--json` prints just that and a newer mesh's fields are not lost.
package mesh.cli.client;
