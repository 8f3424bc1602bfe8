/// Clients of a mesh under test: they submit, repeat, cancel, and keep what they were told.
package mesh.lab.chaos.load;
