package mesh.lab.chaos.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.check.FoundJob;
import mesh.lab.check.LoggedEvent;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

class RecoveriesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final NodeId N1 = new NodeId("n1");
    private static final NodeId N2 = new NodeId("n2");

    private static LoggedEvent at(int millis, String name, Integer attempt, NodeId node) {
        return new LoggedEvent(1, NOON.plusMillis(millis), name, "-", attempt, node, null);
    }

    /// Awarded to n1 at 1 s, taken back at 2.3 s, awarded to n2 at 2.5 s.
    private static final FoundJob MOVED =
            new FoundJob(
                    JobId.make(NOON, new SplittableRandom(1)),
                    "a",
                    new JobType("echo"),
                    Needs.NONE,
                    3,
                    "succeeded",
                    2,
                    N2,
                    Json.NULL,
                    List.of(
                            at(0, "submitted", null, null),
                            at(1_000, "awarded", 1, N1),
                            at(1_100, "started", 1, N1),
                            at(2_300, "attempt-lost", 1, N1),
                            at(2_500, "awarded", 2, N2),
                            at(2_600, "started", 2, N2),
                            at(2_700, "succeeded", 2, N2)));

    private static Caused caused(FaultKind kind, int node, int from, int until) {
        var fault = new Fault(1, Duration.ZERO, kind, node, Duration.ZERO, null, Duration.ZERO);
        return new Caused(fault, NOON.plusMillis(from), NOON.plusMillis(until));
    }

    private static List<Long> of(FaultKind kind, int node, int from, int until) {
        var recoveries =
                new Recoveries(
                        List.of(MOVED),
                        time -> time.isBefore(NOON.plusSeconds(3)) ? NOON.plusSeconds(3) : null);
        return recoveries.of(List.of(caused(kind, node, from, until))).get(kind).millis();
    }

    @Test
    void of_a_node_counts_from_the_kill_to_the_next_award() {
        assertThat(of(FaultKind.KILL_NODE, 0, 2_000, 2_200)).containsExactly(500L);
    }

    /// Else the slowest recoveries would be those that nobody sees.
    @Test
    void of_a_killed_node_counts_also_what_was_noticed_long_after_it_was_started_again() {
        FoundJob late = taken(16_000);
        Caused kill = caused(FaultKind.KILL_NODE, 0, 2_000, 2_200);
        assertThat(of(late, kill)).isEqualTo(Measured.of(14_100));
        assertThat(of(late, kill, caused(FaultKind.KILL_NODE, 0, 9_000, 9_200)))
                .isEqualTo(Measured.of(14_100));
        assertThat(of(late, caused(FaultKind.PARTITION, 0, 2_000, 2_200))).isEqualTo(Measured.NONE);
    }

    @Test
    void of_what_was_not_awarded_again_counts_that_it_is_not_measured() {
        FoundJob ended = taken(2_300, at(2_400, "expired", null, null));
        assertThat(of(ended, caused(FaultKind.KILL_NODE, 0, 2_000, 2_200))).isEqualTo(Measured.NOT);
    }

    private static Measured of(FoundJob job, Caused... faults) {
        return new Recoveries(List.of(job), _ -> null)
                .of(List.of(faults))
                .get(faults[0].fault().kind());
    }

    /// Awarded to n1 at 1 s and taken back later; awarded again 100 ms after that, or as told.
    private static FoundJob taken(int millis, LoggedEvent... then) {
        var events =
                new ArrayList<>(
                        List.of(
                                at(0, "submitted", null, null),
                                at(1_000, "awarded", 1, N1),
                                at(millis, "attempt-lost", 1, N1)));
        events.addAll(
                then.length == 0 ? List.of(at(millis + 100, "awarded", 2, N2)) : List.of(then));
        return new FoundJob(
                MOVED.id(),
                MOVED.submission(),
                MOVED.type(),
                MOVED.needs(),
                MOVED.maxAttempts(),
                MOVED.state(),
                MOVED.attempt(),
                MOVED.node(),
                MOVED.result(),
                events);
    }

    @Test
    void of_another_node_or_another_time_counts_nothing() {
        assertThat(of(FaultKind.KILL_NODE, 1, 2_000, 2_200)).isEmpty();
        assertThat(of(FaultKind.KILL_NODE, 0, 2_400, 9_000)).isEmpty();
        assertThat(of(FaultKind.KILL_NODE, 0, 100, 200)).isEmpty();
    }

    @Test
    void of_the_core_counts_from_its_restart_to_the_next_acknowledgement() {
        assertThat(of(FaultKind.KILL_CORE, -1, 1_000, 2_000)).containsExactly(1_000L);
    }

    @Test
    void of_what_is_killed_again_before_it_recovered_counts_the_last_alone() {
        var recoveries = new Recoveries(List.of(MOVED), _ -> NOON.plusSeconds(3));
        assertThat(
                        recoveries
                                .of(
                                        List.of(
                                                caused(FaultKind.KILL_CORE, -1, 1_000, 1_500),
                                                caused(FaultKind.KILL_ALL, -1, 2_000, 2_100)))
                                .get(FaultKind.KILL_CORE))
                .isEqualTo(Measured.NOT);
        assertThat(
                        recoveries
                                .of(
                                        List.of(
                                                caused(FaultKind.KILL_CORE, -1, 1_000, 1_500),
                                                caused(FaultKind.KILL_CORE, -1, 2_000, 2_500)))
                                .get(FaultKind.KILL_CORE))
                .isEqualTo(new Measured(List.of(500L), 1));
    }

    @Test
    void of_the_broker_counts_from_its_restart_to_the_next_start() {
        assertThat(of(FaultKind.KILL_BROKER, -1, 1_000, 2_000)).containsExactly(600L);
    }

    /// It was under way before: that it comes says nothing of the broker or the auction.
    @Test
    void of_the_broker_and_the_auction_counts_only_what_began_to_wait_after_the_restart() {
        assertThat(of(FaultKind.KILL_BROKER, -1, 900, 1_050)).containsExactly(1_550L);
        assertThat(of(FaultKind.KILL_AUCTION, -1, 800, 950)).containsExactly(1_550L);
        assertThat(of(FaultKind.KILL_ALL, -1, 2_000, 2_400)).isEmpty();
    }

    @Test
    void of_everything_counts_until_both_work() {
        assertThat(of(FaultKind.KILL_ALL, -1, 1_000, 2_000)).containsExactly(1_000L);
        assertThat(of(FaultKind.KILL_ALL, -1, 2_900, 2_950)).isEmpty();
    }

    @Test
    void spread_is_by_the_nearest_rank() {
        assertThat(Spread.of(List.of(5L, 1L, 3L))).isEqualTo(new Spread(3, 3, 5, 5));
        assertThat(Spread.of(List.of())).isEqualTo(new Spread(0, 0, 0, 0));
    }
}
