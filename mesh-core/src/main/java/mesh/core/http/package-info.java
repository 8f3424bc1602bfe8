/// The core over HTTP: routes, the reading of requests, the writing of answers and problems, event
/// streams, health and metrics. It knows the core by {@link mesh.core.CoreService} alone.
///
/// Nothing here decides about a job, keeps state of its own beyond a connection, or reads the
/// store, of which only the way it fails is known here; a rule about jobs belongs in {@code
/// mesh.core.job}.
package mesh.core.http;
