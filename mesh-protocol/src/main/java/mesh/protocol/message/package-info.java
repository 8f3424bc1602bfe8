/// The records that travel. Each is a fact or a wish of one party, complete in itself, checked when
/// it is made; none is ever changed. Readers ignore fields that they do not know.
package mesh.protocol.message;
