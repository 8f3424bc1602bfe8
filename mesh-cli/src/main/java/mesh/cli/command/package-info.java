/// The commands, one class each: what it takes, what it asks, what it prints, what it exits with.
package mesh.cli.command;
