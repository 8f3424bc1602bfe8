package mesh.artemis.link;

import java.time.Duration;
import mesh.artemis.broker.BrokerProbe;

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

    static Line line(String url) {
        return new Line(configuration(url), Line.Use.READ);
    }

    private static LinkConfiguration configuration(String url) {
        return new LinkConfiguration(url, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test");
    }
}
