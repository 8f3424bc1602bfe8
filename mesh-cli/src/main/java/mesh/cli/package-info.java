/// The command line: it wires the other modules together and shows people what they do. {@link
/// mesh.cli.Main} reads the arguments; the packages below hold the options, the commands, the
/// client of the HTTP interface, and the roles that run as processes.
///
/// No rule of the business lives here: what a job may become or which node wins is decided below
/// and asked over the same HTTP that every other client uses.
package mesh.cli;
