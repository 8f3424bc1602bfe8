package mesh.artemis.link;

import java.nio.file.Path;
import mesh.artemis.broker.BrokerProbe;
import mesh.artemis.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// One broker for a class of tests, emptied for each of them, and a link to it.
abstract class OneBrokerFixture {
    @TempDir static Path data;
    static EmbeddedBroker broker;
    ArtemisLink link;

    @BeforeAll
    static void start() {
        broker = BrokerProbe.start(data);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        BrokerProbe.empty(broker);
        link = newLink();
    }

    /// By the client library; others may take another.
    ArtemisLink newLink() {
        return Links.connect(broker.inVmUrl());
    }

    Way way() {
        return Links.remote(broker.inVmUrl());
    }

    @AfterEach
    void disconnect() {
        link.close();
    }
}
