/// How the broker's journal is written: by whoever appends to it, with all that came while it wrote
/// before (group commit), and what is noted of it, so that damage is seen before it is opened
/// again. The broker itself is Artemis, whose journal and files these are.
package mesh.artemis.journal;
