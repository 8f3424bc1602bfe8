/// A mesh of real processes that can be killed, stopped and cut off.
package mesh.lab.chaos.process;
