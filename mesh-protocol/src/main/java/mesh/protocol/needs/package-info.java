/// Capabilities of nodes, conditions over them, and filters over the properties of messages. Both
/// are JMS selectors in the broker's grammar, read and evaluated here: {@link
/// mesh.protocol.needs.Tokens} finds the words, a parser makes a tree within bounds, and an
/// evaluation walks over that tree once. No input costs more than its length times that of the
/// values. A selector over capabilities adds how values compare: versions as versions, sizes as
/// bytes, and what is unlike never. `artemis-config` holds both against the broker's own library.
package mesh.protocol.needs;
