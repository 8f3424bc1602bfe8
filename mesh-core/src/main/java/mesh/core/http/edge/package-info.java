/// Where HTTP meets the network: it takes connections, reads heads and bodies from them within
/// bounds, and ends those that are overdue, were left or must make room. The text between them is
/// Helidon's to understand; nothing here knows a route, a token or a job.
package mesh.core.http.edge;
