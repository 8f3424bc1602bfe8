package mesh.artemis.link;

import jakarta.jms.JMSSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import mesh.artemis.broker.EmbeddedBroker;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/// To the broker in this process, without the client library: its sessions are called directly, as
/// the broker's own protocols call them. The same addresses, queues and guarantees, and a message
/// is handed from thread to thread once on its way where the library does it five to ten times.
final class InnerWay implements Way {
    private final EmbeddedBroker broker;
    private final LinkConfiguration party;

    InnerWay(EmbeddedBroker broker, LinkConfiguration party) {
        this.broker = broker;
        this.party = party;
    }

    @Override
    public String url() {
        return party.url();
    }

    @Override
    public String name() {
        return party.name();
    }

    @Override
    public boolean isWithin() {
        return true;
    }

    @Override
    public Life connect(BooleanSupplier done) {
        ActiveMQServer server = broker.server();
        if (!server.isActive()) {
            throw Failures.unreachable(url(), "it is not running", null);
        }
        var broken = new CompletableFuture<Void>();
        var connection = new InnerConnection(server, broken);
        try {
            server.validateUser(party.user(), party.password(), connection, null);
        } catch (ActiveMQSecurityException refused) {
            var denied = new JMSSecurityException(refused.getMessage());
            denied.initCause(refused);
            throw Failures.denied(url(), party.user(), denied);
        } catch (Exception failed) {
            throw Failures.unreachable(url(), failed.getMessage(), failed);
        }
        connection.open(name());
        return new InnerLife(server, connection, party, broken);
    }
}
