/// What a mesh costs: a job of it, a start, an hour of nothing, a node that has nothing to do.
package mesh.lab.bench.cost;
