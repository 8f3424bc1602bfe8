package mesh.artemis.link;

import java.time.Duration;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;

/// Links to a broker of {@link BrokerProbe}.
final class Links {
    private Links() {}

    static ArtemisLink connect(String url) {
        return connect(url, Duration.ofMillis(300));
    }

    /// @param namePatience how long a node waits for the end of one of its name
    static ArtemisLink connect(String url, Duration namePatience) {
        return ArtemisLink.connect(configuration(url), namePatience);
    }

    /// To the broker in this process, without the client library.
    static ArtemisLink within(EmbeddedBroker broker) {
        return within(broker, Duration.ofMillis(300));
    }

    static ArtemisLink within(EmbeddedBroker broker, Duration namePatience) {
        return ArtemisLink.within(
                broker, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test within", namePatience);
    }

    static Way remote(String url) {
        return new RemoteWay(configuration(url), RemoteWay.Use.READ);
    }

    static Way inner(EmbeddedBroker broker) {
        return new InnerWay(broker, configuration(broker.inVmUrl()));
    }

    private static LinkConfiguration configuration(String url) {
        return new LinkConfiguration(url, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test");
    }
}
