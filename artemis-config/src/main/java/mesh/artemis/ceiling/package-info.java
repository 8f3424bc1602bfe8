/// What the bare broker can do: a durable round trip of messages with nothing around it, as the
/// measure of everything that is built on it. It uses the broker as the mesh configures it, and two
/// of its addresses that nobody else needs meanwhile. Its face knows no JMS.
package mesh.artemis.ceiling;
