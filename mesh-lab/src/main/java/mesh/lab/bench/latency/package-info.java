/// How long jobs take when they come at a rate of their own, whether or not the mesh keeps up: each
/// is due at a moment that was fixed before, and its latency counts from there (no coordinated
/// omission; Gil Tene, "How NOT to Measure Latency").
package mesh.lab.bench.latency;
