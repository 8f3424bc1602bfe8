/// What the core decides about all open jobs together, pure: which are on offer, who holds which
/// and until when, whose time is over, which nodes are there. A turn takes what has gathered and
/// yields data, what to write and what to send; the shell in {@code mesh.core.service} commits it
/// and then sends. Time is an argument; nothing here does I/O.
package mesh.core.engine;
