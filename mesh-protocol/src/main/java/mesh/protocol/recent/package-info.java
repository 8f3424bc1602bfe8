/// What is remembered of very many jobs for a while: in arrays of numbers, because a garbage
/// collector looks through tables of objects again and again and copies what goes into them, and
/// does neither with these.
package mesh.protocol.recent;
