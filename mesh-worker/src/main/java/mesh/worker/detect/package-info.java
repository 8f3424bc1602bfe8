/// What a node is: its cores, its memory, its Python, its graphics cards. What a command's output
/// means is read by pure functions; running the command stands apart from them.
///
/// What the owner says on the command line is not known here; it goes before what is detected.
package mesh.worker.detect;
