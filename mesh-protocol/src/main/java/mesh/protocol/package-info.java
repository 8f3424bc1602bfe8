/// The language all parties speak: identity, addresses and, in the packages below, messages, needs,
/// JSON and the {@link mesh.protocol.link.Link} seam with its in-memory twin; and what several
/// parties remember of jobs in the same way.
///
/// Nothing here may know JMS, SQL or HTTP. The one library beside Jackson is the broker's selector
/// evaluator, used by {@code mesh.protocol.needs} alone
/// (docs/decisions/0001-needs-are-selectors.md).
package mesh.protocol;
