/// The roles of a mesh as running things: a broker, a core, an auction, workers, alone or together
/// in this process, with their log, and with a clean end on Ctrl-C.
///
/// This is the one place that knows all the modules' starters. What a role does is its module's
/// business.
package mesh.cli.run;
