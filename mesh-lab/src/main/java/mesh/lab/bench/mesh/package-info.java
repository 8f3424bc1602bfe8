/// Throughput of the mesh, all in one process and as processes of their own.
package mesh.lab.bench.mesh;
