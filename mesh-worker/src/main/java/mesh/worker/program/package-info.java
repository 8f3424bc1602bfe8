/// Runs one program of the operating system at a time for an attempt: with nothing of the node's
/// own environment, bounded in time and output, and dead with everything it started when its
/// attempt ends or the node does, however it does.
///
/// What a program means to a job is not known here: no payloads, no settlements, no capabilities.
package mesh.worker.program;
