/// The protocol's `Link` on Artemis: a connection that finds its way back, senders that wait for
/// the broker's word, readers that handle a batch in one transaction of the broker, and the
/// translation between records and messages. There are two ways to a broker: from anywhere by the
/// client library (`Remote…`), and within its process by its own sessions (`Inner…`). Nothing here
/// knows what the records mean.
package mesh.artemis.link;
