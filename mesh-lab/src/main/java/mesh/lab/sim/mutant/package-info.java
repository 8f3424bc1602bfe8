/// The proof that the simulator sees what it should: deliberate bugs, each put into a copy of the
/// product's source, compiled in memory, and simulated until an invariant is broken. Nothing of
/// this is in the product itself.
package mesh.lab.sim.mutant;
