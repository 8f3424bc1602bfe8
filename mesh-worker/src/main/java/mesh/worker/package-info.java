/// A node of the mesh: {@link mesh.worker.Worker} joins it over a {@link mesh.protocol.link.Link},
/// takes assignments in, runs them and settles them.
///
/// Here is the shell: threads, sending, directories. What to do is decided in {@code
/// mesh.worker.node}; what a job does is a handler's business. Nothing here may know a broker, a
/// store or HTTP, nor trust this machine's clock with anybody's deadline: the core judges those and
/// cancels.
package mesh.worker;
