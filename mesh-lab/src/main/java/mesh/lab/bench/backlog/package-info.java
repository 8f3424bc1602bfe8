/// What a mesh does with very many jobs that wait.
package mesh.lab.bench.backlog;
