/// The seam between the mesh and whatever carries its messages: {@link mesh.protocol.link.Link},
/// and its in-memory twin {@link mesh.protocol.link.MemoryBroker}, which behaves as the real one
/// does and passes the same contract test.
package mesh.protocol.link;
