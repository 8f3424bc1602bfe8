/// The mesh as containers of the image that `compose/Dockerfile` makes, each role one container, on
/// a network of their own. These tests want a Docker engine and are skipped without one.
package mesh.cli.containers;
