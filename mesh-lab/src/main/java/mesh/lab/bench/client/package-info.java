/// The clients of a benchmark: as cheap as can be, since they share the machine with what they
/// measure. A request is bytes made once, a connection is a socket, nothing is parsed that nobody
/// reads.
package mesh.lab.bench.client;
