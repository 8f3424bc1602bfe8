package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.link.Collected;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.Settlement;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.junit.jupiter.api.Test;

/// The contract, within the broker's process.
class WithinTest extends ArtemisLinkTest {
    @Test
    void lets_nobody_in_who_gives_a_wrong_password() {
        assertThatThrownBy(() -> ArtemisLink.within(broker, BrokerProbe.USER, "wrong", "a test"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("does not let")
                .satisfies(denied -> assertThat(Access.isDenied((LinkException) denied)).isTrue());
    }

    /// As from the console.
    @Test
    void reads_on_after_its_connection_was_ended() throws Exception {
        try (ArtemisLink link = Links.within(broker)) {
            var seen = new Collected<Settlement>();
            link.subscribe(Source.settlements("core"), seen);
            for (var connection :
                    BrokerProbe.server(broker).getRemotingService().getConnections()) {
                connection.fail(new ActiveMQException("ended on purpose"));
            }
            Settlement after = Records.settlement("n1", "1");
            await().ignoreException(LinkException.class)
                    .untilAsserted(() -> link.send(List.of(after)));
            assertThat(seen.await(1)).containsExactly(after);
        }
    }

    @Override
    protected Link newLink() {
        return Links.within(broker);
    }
}
