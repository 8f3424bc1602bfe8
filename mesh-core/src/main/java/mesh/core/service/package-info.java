/// The shell around the engine: one thread takes turns, commits what each decided, and only then
/// sends it and answers; readers read the store. No decision about a job is made here.
package mesh.core.service;
