package mesh.artemis.link;

import java.nio.file.Path;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract, over a socket.
class ArtemisLinkTest extends LinkContract {
    @TempDir static Path data;
    static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void empty() throws Exception {
        BrokerProbe.empty(broker);
    }

    @Override
    protected Link newLink() {
        return Links.connect(broker.url());
    }
}
