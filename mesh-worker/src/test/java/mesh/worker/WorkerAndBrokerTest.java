package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Stream;
import mesh.protocol.link.LinkException;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

class WorkerAndBrokerTest extends WorkerFixture {
    /// More rarely than a test waits.
    private static final Duration RARELY = Duration.ofSeconds(14);

    @Test
    void loses_no_settlement_while_the_broker_is_away() {
        var link = new WatchedLink(broker.connect());
        start(configuration(), link);
        link.away = true;
        var assignments = Stream.generate(() -> assign("echo", "1")).limit(250).toList();
        await().until(() -> link.refused > 2);
        assertThat(settlements).isEmpty();
        link.away = false;
        await().until(() -> settlements.size() >= assignments.size());
        assertThat(settlements)
                .extracting(Settlement::job)
                .containsExactlyInAnyOrderElementsOf(
                        assignments.stream().map(Assignment::job).toList());
    }

    @Test
    void goes_on_saying_that_it_lives_and_what_it_settled_after_errors_of_the_machine() {
        var link = new WatchedLink(broker.connect());
        start(configuration().withHeartbeat(Duration.ofMillis(20)), link);
        await().until(() -> !heartbeats.isEmpty());
        link.failure = new OutOfMemoryError("on purpose");
        link.away = true;
        Assignment echo = assign("echo", "1");
        await().until(() -> link.refused > 5);
        int heard = heartbeats.size();
        link.away = false;
        settled(echo);
        await().until(() -> heartbeats.size() > heard + 1);
    }

    @Test
    void says_that_it_lives_as_soon_as_the_broker_takes_it() {
        var link = new WatchedLink(broker.connect());
        link.away = true;
        start(configuration().withHeartbeat(RARELY), link);
        await().until(() -> link.refused > 2);
        assertThat(heartbeats).isEmpty();
        link.away = false;
        await().until(() -> !heartbeats.isEmpty());
    }

    @Test
    void says_that_it_lives_as_soon_as_it_reads_again() {
        var link = new WatchedLink(broker.connect());
        start(configuration().withHeartbeat(RARELY), link);
        await().until(() -> heartbeats.size() == 1);
        link.returned.run();
        await().until(() -> heartbeats.size() == 2);
    }

    @Test
    void leaves_nothing_behind_when_the_broker_cannot_be_reached_at_its_start() {
        var link = new WatchedLink(broker.connect());
        link.unreachable = true;
        assertThatThrownBy(() -> start(configuration(), link)).isInstanceOf(LinkException.class);
        assertThat(directory).isEmptyDirectory();
    }
}
