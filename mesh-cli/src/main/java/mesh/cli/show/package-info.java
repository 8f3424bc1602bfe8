/// How things look on a screen: tables, times, progress. Nothing here asks a mesh.
package mesh.cli.show;
