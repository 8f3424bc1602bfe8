/// What outlives the core: {@link mesh.core.store.Store} in the words of the domain, and SQLite
/// behind it. Nothing here decides anything.
package mesh.core.store;
