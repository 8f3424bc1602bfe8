/// What must hold in every run: the invariants by name, and those who watch that they do. They keep
/// books of their own, from what is on the wire, on the disk and told to clients, and ask no
/// product code what is right.
package mesh.lab.sim.check;
