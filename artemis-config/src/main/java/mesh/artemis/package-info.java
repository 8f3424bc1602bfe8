/// The only module that knows Artemis and JMS. What the others see of it is {@link
/// mesh.artemis.broker.EmbeddedBroker}, {@link mesh.artemis.link.ArtemisLink} behind the protocol's
/// `Link`, and {@link mesh.artemis.console.Console}; no type of the broker's libraries leaves it.
/// Nothing here decides about jobs or nodes.
package mesh.artemis;
