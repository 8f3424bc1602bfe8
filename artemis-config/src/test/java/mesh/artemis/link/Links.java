package mesh.artemis.link;

import mesh.artemis.broker.BrokerProbe;

/// Links to a broker of {@link BrokerProbe}.
final class Links {
    private Links() {}

    static ArtemisLink connect(String url) {
        return ArtemisLink.connect(
                new LinkConfiguration(url, BrokerProbe.USER, BrokerProbe.PASSWORD, "a test"));
    }
}
