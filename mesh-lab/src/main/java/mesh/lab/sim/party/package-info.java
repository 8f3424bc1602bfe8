/// The processes of a simulated run: the core, the auction and the nodes, each the very classes of
/// the product with a shell that knows no threads, and what may happen to a process: it is killed
/// between any two steps and started again, or stands still for a while.
package mesh.lab.sim.party;
