/// What the bare broker does with the same sizes and the same promise: the ceiling of everything
/// that is built on it.
package mesh.lab.bench.ceiling;
