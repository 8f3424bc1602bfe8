/// Virtual time and seeded chance: the only sources of both in a simulated run, so that one number
/// stands for the whole of it.
package mesh.lab.sim.time;
