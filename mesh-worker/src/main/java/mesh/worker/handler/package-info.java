/// What a node can run: the {@link mesh.worker.handler.JobHandler} seam, which anyone may implement
/// and register with the {@link java.util.ServiceLoader}, and the four that every node knows.
///
/// A handler knows its payload and its {@link mesh.worker.handler.JobContext}. It knows nothing of
/// messages, attempts other than its own, or the node.
package mesh.worker.handler;
