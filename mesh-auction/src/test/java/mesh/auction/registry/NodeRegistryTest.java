package mesh.auction.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import mesh.auction.Facts;
import mesh.auction.Facts.Beat;
import mesh.protocol.NodeId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.Heartbeat;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {
    private static final NodeId A = new NodeId("a");
    private static final Liveness LIVENESS =
            new Liveness(Duration.ofSeconds(11), Duration.ofSeconds(30), Duration.ofHours(1), 3);

    private final Facts facts = new Facts();
    private final NodeRegistry registry = new NodeRegistry(LIVENESS);

    private boolean hear(Delivery<Heartbeat> delivery) {
        return registry.heard(delivery.message(), delivery.at(), facts.now()).isPresent();
    }

    private boolean hear(Beat beat) {
        return hear(facts.heartbeat(beat));
    }

    private NodeState after(Duration time) {
        facts.pass(time);
        return registry.state(A, facts.now());
    }

    @Test
    void a_node_is_offline_after_30_seconds_of_silence_and_suspect_before() {
        hear(facts.node("a", 1));

        assertThat(after(Duration.ofMillis(10_999))).isEqualTo(NodeState.ONLINE);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(NodeState.SUSPECT);
        assertThat(after(Duration.ofMillis(18_999))).isEqualTo(NodeState.SUSPECT);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(NodeState.OFFLINE);

        hear(facts.node("a", 1));
        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.ONLINE);
    }

    @Test
    void a_node_is_silent_by_the_interval_that_it_announced() {
        Heartbeat plain = facts.heartbeat(facts.node("a", 1)).message();
        hear(
                new Delivery<>(
                        new Heartbeat(
                                plain.node(),
                                plain.incarnation(),
                                plain.seq(),
                                plain.capabilities(),
                                plain.slots(),
                                plain.busy(),
                                plain.draining(),
                                plain.bid(),
                                plain.running(),
                                plain.version(),
                                plain.settled(),
                                10_000,
                                false),
                        facts.now()));

        assertThat(after(Duration.ofMillis(21_999))).isEqualTo(NodeState.ONLINE);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(NodeState.SUSPECT);
        assertThat(after(Duration.ofMillis(37_999))).isEqualTo(NodeState.SUSPECT);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(NodeState.OFFLINE);
    }

    @Test
    void a_node_that_was_never_heard_is_offline() {
        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.OFFLINE);
    }

    @Test
    void a_draining_node_is_draining_until_it_is_offline() {
        hear(facts.node("a", 1).draining(true));

        assertThat(after(Duration.ofSeconds(29))).isEqualTo(NodeState.DRAINING);
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(NodeState.OFFLINE);
    }

    @Test
    void an_old_heartbeat_kept_by_the_broker_does_not_raise_the_dead() {
        hear(facts.node("a", 1).at(facts.now().minusSeconds(40)));

        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.OFFLINE);
    }

    @Test
    void a_heartbeat_from_the_future_counts_as_one_of_now() {
        hear(facts.node("a", 1).at(facts.now().plusSeconds(3600)));

        assertThat(after(Duration.ofSeconds(30))).isEqualTo(NodeState.OFFLINE);
    }

    @Test
    void a_heartbeat_that_is_not_newer_is_ignored() {
        assertThat(hear(facts.heartbeat(facts.node("a", 1), 7))).isTrue();
        facts.pass(Duration.ofSeconds(1));

        assertThat(hear(facts.heartbeat(facts.node("a", 2), 7))).isFalse();
        assertThat(hear(facts.heartbeat(facts.node("a", 2), 6))).isFalse();
        assertThat(hear(facts.heartbeat(facts.node("a", 2), 8))).isTrue();
        assertThat(registry.find(A)).map(node -> node.heartbeat().slots()).contains(2);
    }

    @Test
    void a_new_incarnation_counts_from_one_again_and_the_older_one_is_not_heard_any_more() {
        hear(facts.heartbeat(facts.node("a", 1), 100));
        var late = facts.heartbeat(facts.node("a", 1), 101);
        facts.pass(Duration.ofSeconds(1));

        assertThat(hear(facts.heartbeat(facts.node("a", 2).incarnation("second"), 1))).isTrue();
        assertThat(hear(late)).isFalse();
    }

    @Test
    void a_node_that_left_is_offline_at_once_until_a_newer_heartbeat() {
        hear(facts.node("a", 1));
        var overtaken = facts.heartbeat(facts.node("a", 1));
        registry.departed(A, facts.pass(Duration.ofSeconds(1)));
        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.OFFLINE);

        assertThat(hear(overtaken)).isFalse();
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(NodeState.OFFLINE);

        assertThat(hear(facts.node("a", 1))).isTrue();
        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.ONLINE);
    }

    @Test
    void a_node_that_left_and_was_started_anew_in_the_same_moment_is_online() {
        hear(facts.node("a", 1));
        registry.departed(A, facts.now());

        assertThat(hear(facts.node("a", 1).incarnation("second"))).isTrue();
        assertThat(after(Duration.ZERO)).isEqualTo(NodeState.ONLINE);
    }

    @Test
    void the_departure_of_an_unknown_node_is_no_error() {
        registry.departed(A, facts.now());

        assertThat(hear(facts.node("a", 1))).isTrue();
    }

    @Test
    void a_node_is_forgotten_after_an_hour_and_what_is_older_is_not_taken_in() {
        hear(facts.node("a", 1));
        var old = facts.heartbeat(facts.node("b", 1));
        facts.pass(Duration.ofMinutes(59));
        assertThat(registry.forget(facts.now())).isEmpty();
        facts.pass(Duration.ofMinutes(1));

        assertThat(registry.forget(facts.now())).containsExactly(A);
        assertThat(registry.nodes()).isEmpty();
        assertThat(hear(old)).isFalse();
    }

    @Test
    void a_full_registry_takes_nobody_in_until_it_has_forgotten_who_is_offline() {
        hear(facts.node("a", 1));
        facts.pass(Duration.ofSeconds(20));
        hear(facts.node("b", 1));
        hear(facts.node("c", 1));
        assertThat(hear(facts.node("d", 1))).isFalse();
        assertThat(registry.forget(facts.now())).isEmpty();

        facts.pass(Duration.ofSeconds(10));
        assertThat(registry.forget(facts.now())).containsExactly(A);
        assertThat(hear(facts.node("d", 1))).isTrue();
        assertThat(registry.nodes()).hasSize(3);
    }

    @Test
    void says_what_is_new() {
        var heartbeat = facts.heartbeat(facts.node("a", 1, "gpu=1"));
        var joined = registry.heard(heartbeat.message(), heartbeat.at(), facts.now()).orElseThrow();
        assertThat(joined.capabilitiesChanged()).isTrue();
        assertThat(joined.restarted()).isFalse();

        var more = facts.heartbeat(facts.node("a", 1, "gpu=2").incarnation("second"));
        var changed = registry.heard(more.message(), more.at(), facts.now()).orElseThrow();
        assertThat(changed.capabilitiesChanged()).isTrue();
        assertThat(changed.restarted()).isTrue();

        var same = facts.heartbeat(facts.node("a", 9, "gpu=2").incarnation("second"));
        var nothing = registry.heard(same.message(), same.at(), facts.now()).orElseThrow();
        assertThat(nothing.capabilitiesChanged()).isFalse();
        assertThat(nothing.restarted()).isFalse();
    }

    @Test
    void refuses_a_liveness_that_calls_a_node_offline_before_it_is_suspect() {
        assertThatThrownBy(
                        () ->
                                new Liveness(
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(30),
                                        Duration.ofHours(1),
                                        3))
                .hasMessage("`offlineAfter` must be longer than `suspectAfter` (PT30S), was PT30S");
    }
}
