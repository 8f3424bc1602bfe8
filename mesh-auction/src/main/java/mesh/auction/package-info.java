/// The auction as a running party: its configuration, the service that turns batches of messages
/// into answers, and the wiring to the broker. Whatever is a question of the business is answered
/// in {@code mesh.auction.engine} and {@code mesh.auction.registry}; here live only the clock, the
/// lock, the thread and the link.
package mesh.auction;
