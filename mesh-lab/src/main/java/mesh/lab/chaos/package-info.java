/// Chaos: a real mesh of real processes under load, to which things are done by a plan that follows
/// from a seed, and what that shows. It knows how a mesh is started only by what it is given,
/// prints nothing, and believes only what the mesh tells over HTTP.
package mesh.lab.chaos;
