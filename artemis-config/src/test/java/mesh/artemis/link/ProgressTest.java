package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import mesh.artemis.broker.BrokerProbe;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Records;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Progress;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What attempts say while the core is away.
@Timeout(120)
class ProgressTest extends OneBrokerFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final NodeId N1 = new NodeId("n1");
    private static final int LARGE = 250_000;

    private static Progress checkpoint(int number) {
        return Progress.checkpoint(
                new AttemptRef(Records.job(), 1),
                N1,
                new Checkpoint(number, 0, new Json("\"" + "x".repeat(LARGE) + "\"")));
    }

    private static Progress talk() {
        return Progress.at(new AttemptRef(Records.job(), 1), N1, 0.5, "x".repeat(400));
    }

    private static Queue queue(String name) {
        return BrokerProbe.queue(broker, name);
    }

    @Test
    void keeps_every_checkpoint_although_they_are_more_than_fit_into_memory() {
        var sent = new ArrayList<Integer>();
        for (int number = 1; number <= 200; number++) {
            link.send(List.of(checkpoint(number), talk()));
            sent.add(number);
        }
        assertThat(queue("progress").getPagingStore().isPaging()).isTrue();
        var seen = new ArrayList<Integer>();
        link.subscribe(
                Source.progress(),
                batch -> {
                    batch.forEach(one -> seen.add(one.message().checkpoint().number()));
                    return List.of();
                });
        await().atMost(PATIENCE).until(() -> seen.size() >= sent.size());
        assertThat(seen).isEqualTo(sent);
        await().atMost(PATIENCE).until(() -> !queue("progress").getPagingStore().isPaging());
    }

    @Test
    void lets_talk_take_no_room_of_work() {
        Progress first = checkpoint(1);
        link.send(List.of(first));
        for (int message = 0; message < Source.MOST_NEWS + 1_000; message += 100) {
            // Records that share a message would count as one; the pauses of real talk are longer.
            IntStream.range(0, 100).parallel().forEach(_ -> link.send(List.of(talk())));
        }
        assertThat(queue("news").getMessageCount()).isEqualTo(Source.MOST_NEWS);
        assertThat(queue("progress").getMessageCount()).isEqualTo(1);
        assertThat(queue("progress").getPagingStore().isPaging()).isFalse();
        Progress last = checkpoint(2);
        link.send(List.of(last));
        var seen = new ArrayList<Progress>();
        link.subscribe(Source.progress(), batch -> keep(batch, seen));
        await().atMost(PATIENCE).until(() -> seen.size() >= 2);
        assertThat(seen).containsExactly(first, last);
    }

    private static List<Progress> keep(List<Delivery<Progress>> batch, List<Progress> into) {
        batch.forEach(one -> into.add(one.message()));
        return List.of();
    }

    @Test
    void tells_the_sender_when_there_is_no_room_and_takes_the_repeat() {
        BrokerProbe.limitPaging(broker, "mesh.progress", 4 << 20);
        try {
            var acknowledged = new HashSet<Integer>();
            int[] next = {1};
            assertThatThrownBy(
                            () -> {
                                while (next[0] < 1_000) {
                                    link.send(List.of(checkpoint(next[0])));
                                    acknowledged.add(next[0]++);
                                }
                            })
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("full");
            var seen = new HashSet<Integer>();
            link.subscribe(
                    Source.progress(),
                    batch -> {
                        batch.forEach(one -> seen.add(one.message().checkpoint().number()));
                        return List.of();
                    });
            await().atMost(PATIENCE)
                    .ignoreException(LinkException.class)
                    .untilAsserted(() -> link.send(List.of(checkpoint(next[0]))));
            acknowledged.add(next[0]);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(seen).containsAll(acknowledged));
        } finally {
            BrokerProbe.limitPaging(broker, "mesh.progress", 1 << 30);
        }
    }
}
