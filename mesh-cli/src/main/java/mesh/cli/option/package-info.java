/// The options that commands share, and where their values come from: the command line, then the
/// environment, then `mesh.yaml`, then the default.
package mesh.cli.option;
