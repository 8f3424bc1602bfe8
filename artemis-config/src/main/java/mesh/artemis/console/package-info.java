/// The web console of the broker, hosted in this process behind a log-in. The pages are the
/// broker's own, unpacked from its distribution at build; nothing of the mesh's own pages belongs
/// here.
package mesh.artemis.console;
