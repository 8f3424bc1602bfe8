/// Deterministic simulation: the product's own core, auction and nodes on one thread and a virtual
/// clock, over a broker and a disk that fail as a seed says, and every invariant looked at after
/// every step. One number is a whole run: the same number gives the same run, to the last message.
package mesh.lab.sim;
