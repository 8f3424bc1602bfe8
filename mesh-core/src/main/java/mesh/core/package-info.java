/// The core: the life of every job, kept in a store and shown over HTTP. {@code mesh.core.job} is
/// pure; {@code mesh.core.store} and {@code mesh.core.http} are shells around it; here stand what
/// joins them and the views that a client sees.
package mesh.core;
