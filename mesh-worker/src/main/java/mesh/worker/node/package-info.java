/// The node's decisions, pure: which assignment it takes, declines or knows already, which runs
/// next, and what is said of one that ended. A decision is a list of {@link mesh.worker.node.Step},
/// which the shell around it carries out.
///
/// No thread, clock, link or handler may appear here.
package mesh.worker.node;
