/// The life of a job, pure: its states, its events, and the one function that says what each event
/// does to each state. Time is an argument; nothing here does I/O.
package mesh.core.job;
