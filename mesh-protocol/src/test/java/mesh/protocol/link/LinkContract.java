package mesh.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link.Subscription;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every link does, whatever carries it.
@Timeout(30)
public abstract class LinkContract extends LinkFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void carries_records_whole_and_in_order() {
        var seen = new Collected<Offer>();
        connect().subscribe(Source.offers(), seen);
        List<Offer> offers = IntStream.range(0, 250).mapToObj(Records::offer).toList();
        connect().send(offers);
        assertThat(seen.await(250)).isEqualTo(offers);
    }

    @Test
    void hands_records_on_in_batches() {
        connect().send(IntStream.range(0, 250).mapToObj(Records::offer).toList());
        var seen = new Collected<Offer>();
        connect().subscribe(Source.offers(), seen);
        seen.await(250);
        assertThat(seen.batches()).hasSizeLessThan(10);
    }

    @Test
    void carries_a_payload_of_a_mebibyte() {
        var seen = new Collected<Offer>();
        connect().subscribe(Source.offers(), seen);
        Offer large = Records.offer(new Json("\"" + "ä".repeat(1 << 19) + "\""));
        connect().send(List.of(Records.offer(1), large, Records.offer(2)));
        assertThat(seen.await(3)).contains(large);
    }

    @Test
    void lets_consumers_of_one_queue_compete() {
        var first = new Collected<Offer>();
        var second = new Collected<Offer>();
        connect().subscribe(Source.offers(), first);
        connect().subscribe(Source.offers(), second);
        Link sender = connect();
        List<Offer> offers = IntStream.range(0, 50).mapToObj(Records::offer).toList();
        offers.forEach(offer -> sender.send(List.of(offer)));
        await().atMost(PATIENCE)
                .until(() -> first.records().size() + second.records().size() >= 50);
        var all = new ArrayList<>(first.records());
        all.addAll(second.records());
        assertThat(all).containsExactlyInAnyOrderElementsOf(offers);
    }

    @Test
    void keeps_settlements_for_each_subscriber_before_it_comes() {
        Settlement settlement = Records.settlement("n1", "{\"a\":1}");
        connect().send(List.of(settlement));
        for (String subscriber : List.of("core", "auction")) {
            var seen = new Collected<Settlement>();
            connect().subscribe(Source.settlements(subscriber), seen);
            assertThat(seen.await(1)).containsExactly(settlement);
        }
    }

    @Test
    void gives_every_reader_the_heartbeats_that_come_from_then_on() {
        Link nodes = connect();
        nodes.send(List.of(Records.heartbeat("n1", 1)));
        var readers = List.of(new Collected<Heartbeat>(), new Collected<Heartbeat>());
        readers.forEach(seen -> connect().subscribe(Source.heartbeats(), seen));
        for (long seq = 2; seq < 6; seq++) {
            nodes.send(List.of(Records.heartbeat("n1", seq), Records.heartbeat("n2", seq)));
            Map<String, Long> expected = Map.of("n1", seq, "n2", seq);
            await().atMost(PATIENCE)
                    .until(() -> readers.stream().allMatch(r -> newest(r).equals(expected)));
        }
        for (Collected<Heartbeat> seen : readers) {
            assertThat(seen.records()).hasSize(8).noneMatch(beat -> beat.seq() == 1);
        }
    }

    private static Map<String, Long> newest(Collected<Heartbeat> seen) {
        var newest = new java.util.TreeMap<String, Long>();
        seen.records().forEach(beat -> newest.put(beat.node().value(), beat.seq()));
        return newest;
    }

    private static Source<Assignment> n1() {
        return Source.assignments(new NodeId("n1"), Records.capabilities(Map.of("gpu", "2")));
    }

    @Test
    void gives_a_node_only_what_is_its_own_and_within_its_capabilities() {
        var seen = new Collected<Assignment>();
        connect().subscribe(n1(), seen);
        Assignment mine = Records.assignment("n1", 2);
        Assignment last = Records.assignment("n1", 0);
        connect()
                .send(
                        List.of(
                                Records.assignment("n2", 1),
                                Records.assignment("n1", 3),
                                mine,
                                last));
        assertThat(seen.await(2)).containsExactlyInAnyOrder(mine, last);
    }

    @Test
    void lets_one_reader_at_a_time_have_a_nodes_assignments() {
        Subscription first = connect().subscribe(n1(), new Collected<>());
        Link other = connect();
        assertThatThrownBy(() -> other.subscribe(n1(), new Collected<>()))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("a node named 'n1' is connected already");
        first.close();
        other.subscribe(n1(), new Collected<>());
    }

    @Test
    void keeps_a_nodes_assignments_while_it_is_away() {
        connect().subscribe(n1(), new Collected<>()).close();
        Assignment meanwhile = Records.assignment("n1", 1);
        connect().send(List.of(meanwhile));
        var seen = new Collected<Assignment>();
        connect().subscribe(n1(), seen);
        assertThat(seen.await(1)).containsExactly(meanwhile);
    }

    @Test
    void gives_every_reader_of_a_node_s_control_what_comes_for_it_from_now_on() {
        NodeId n1 = new NodeId("n1");
        var first = new Collected<Control>();
        var second = new Collected<Control>();
        Control cancel = Control.cancel(n1, Records.job(), 2);
        connect().send(List.of(Control.cancel(n1, Records.job(), 1)));
        connect().subscribe(Source.control(n1), first);
        connect().subscribe(Source.control(n1), second);
        connect().send(List.of(Control.drain(new NodeId("n2")), cancel, Control.drain(n1)));
        assertThat(first.await(2)).containsExactly(cancel, Control.drain(n1));
        assertThat(second.await(2)).containsExactly(cancel, Control.drain(n1));
    }

    @Test
    void keeps_a_checkpoint_for_a_reader_that_comes_late() {
        var ref = new AttemptRef(Records.job(), 1);
        var saved = Progress.checkpoint(ref, new NodeId("n1"), new Checkpoint(1, 2, Json.NULL));
        var started = Progress.started(ref, new NodeId("n1"));
        connect().send(List.of(started, saved));
        var seen = new Collected<Progress>();
        connect().subscribe(Source.progress(), seen);
        assertThat(seen.await(1)).containsExactly(saved);
        var news = new Collected<Progress>();
        connect().subscribe(Source.news(), news);
        assertThat(news.await(1)).containsExactly(started);
    }

    @Test
    void sends_what_a_handler_returns() {
        var awards = new Collected<Award>();
        connect().subscribe(Source.awards(), awards);
        connect()
                .subscribe(
                        Source.offers(),
                        batch ->
                                batch.stream()
                                        .map(offer -> Award.to(offer.message(), new NodeId("n1")))
                                        .toList());
        Offer offer = Records.offer(1);
        connect().send(List.of(offer));
        assertThat(awards.await(1)).containsExactly(Award.to(offer, new NodeId("n1")));
    }

    @Test
    void gives_a_failed_batch_again_and_sends_nothing_of_it() {
        var settled = new Collected<Settlement>();
        var attempts = new AtomicInteger();
        connect().subscribe(Source.settlements("core"), settled);
        connect()
                .subscribe(
                        Source.offers(),
                        _ -> {
                            int attempt = attempts.incrementAndGet();
                            if (attempt == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                            if (attempt == 2) {
                                throw new StackOverflowError("on purpose");
                            }
                            return List.of(Records.settlement("n1", String.valueOf(attempt)));
                        });
        connect().send(List.of(Records.offer(1)));
        assertThat(settled.await(1)).hasSize(1);
        assertThat(settled.records().getFirst().result()).isEqualTo(new Json("3"));
        assertThat(attempts).hasValue(3);
    }

    @Test
    void waits_for_the_handler_at_work_when_it_is_closed() throws Exception {
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        var finished = new AtomicReference<Boolean>(false);
        Subscription subscription =
                connect()
                        .subscribe(
                                Source.offers(),
                                _ -> {
                                    entered.countDown();
                                    await().until(() -> leave.getCount() == 0);
                                    finished.set(true);
                                    return List.of();
                                });
        connect().send(List.of(Records.offer(1)));
        await().atMost(PATIENCE).until(() -> entered.getCount() == 0);
        Thread closing = Thread.ofVirtual().start(subscription::close);
        await().atMost(PATIENCE).until(() -> closing.getState() == Thread.State.WAITING);
        assertThat(finished).hasValue(false);
        leave.countDown();
        closing.join();
        assertThat(finished).hasValue(true);
    }

    @Test
    void lets_a_handler_close_its_own_subscription() {
        var subscription = new AtomicReference<Subscription>();
        var seen = new Collected<Offer>();
        subscription.set(
                connect()
                        .subscribe(
                                Source.offers(),
                                batch -> {
                                    await().until(() -> subscription.get() != null);
                                    subscription.get().close();
                                    return seen.handle(batch);
                                }));
        Link sender = connect();
        Offer first = Records.offer(1);
        sender.send(List.of(first));
        seen.await(1);
        Offer second = Records.offer(2);
        sender.send(List.of(second));
        var next = new Collected<Offer>();
        connect().subscribe(Source.offers(), next);
        assertThat(next.await(1)).containsExactly(second);
        assertThat(seen.records()).containsExactly(first);
    }

    @Test
    void says_whose_assignments_are_no_longer_read() {
        var departed = new CopyOnWriteArrayList<NodeId>();
        connect().watchDepartures(departed::add);
        Link node = connect();
        node.subscribe(n1(), new Collected<>());
        node.subscribe(Source.control(new NodeId("n1")), new Collected<>());
        node.close();
        await().atMost(PATIENCE).until(() -> !departed.isEmpty());
        assertThat(departed).containsExactly(new NodeId("n1"));
    }
}
