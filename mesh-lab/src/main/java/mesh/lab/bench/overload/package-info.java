/// What becomes of a mesh that is given more than it can do, without pause.
package mesh.lab.bench.overload;
