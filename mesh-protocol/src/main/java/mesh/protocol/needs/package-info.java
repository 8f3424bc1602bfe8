/// Capabilities of nodes and conditions over them. A condition is a JMS selector, evaluated by the
/// broker's own selector library; what is added around it is only how values compare (versions as
/// versions, sizes as bytes), bounds, and errors that point at the character. This is the one
/// package that may use that library.
package mesh.protocol.needs;
