/// What a mesh leaves under its data directory for others on the same machine: where it listens,
/// who may come in, and which role is taken. Only files; nothing here connects to anything.
package mesh.cli.place;
