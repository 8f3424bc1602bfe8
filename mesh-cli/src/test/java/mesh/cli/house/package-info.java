/// The tests that hold the architecture of all modules.
package mesh.cli.house;
