/// How records become JSON and back, the same on the wire, over HTTP and in the store.
package mesh.protocol.json;
