/// Where the whole mesh is tried: tests that start it as its users do, and tests that hold its
/// architecture. Later the simulator, the chaos tools and the benchmarks.
package mesh.lab;
