/// What a run shows: the history of its jobs as the mesh tells it, and how fast it recovered.
package mesh.lab.chaos.measure;
