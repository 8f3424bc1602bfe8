/// `mesh demo`: a whole mesh at real work, one node of it killed, and the proof that nothing was
/// lost. It is a client like any other: it submits over HTTP and believes only what the jobs'
/// events say.
package mesh.cli.demo;
