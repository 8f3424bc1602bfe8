/// The protocol's `Link` on Artemis, over JMS: a connection that finds its way back, senders that
/// wait for the broker's word, readers that handle a batch in one transaction of the broker, and
/// the translation between records and messages. Nothing here knows what the records mean.
package mesh.artemis.link;
