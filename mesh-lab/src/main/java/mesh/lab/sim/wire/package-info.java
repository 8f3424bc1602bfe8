/// The broker of a simulated run, a twin of the real one that is stepped: it keeps what is
/// persistent through its own crash and its readers', gives a batch again that was not
/// acknowledged, sends what a handler answers in one transaction with that, keeps the newest
/// heartbeat of each node, and says which node's queue nobody reads any more.
package mesh.lab.sim.wire;
