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

class LeasesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final NodeId N1 = new NodeId("n1");

    /// Awarded to n1 at 1 s; then, where a name is given, ended so at this second.
    private static FoundJob job(String end, int seconds) {
        var events = new ArrayList<LoggedEvent>();
        events.add(event(0, "submitted", null));
        events.add(event(1, "awarded", N1));
        if (end != null) {
            events.add(event(seconds, end, N1));
        }
        return new FoundJob(
                JobId.make(NOON, new SplittableRandom(1)),
                "a",
                new JobType("echo"),
                Needs.NONE,
                3,
                "queued",
                1,
                N1,
                Json.NULL,
                events);
    }

    private static LoggedEvent event(int seconds, String name, NodeId node) {
        return new LoggedEvent(1, NOON.plusSeconds(seconds), name, "-", 1, node, null);
    }

    private static Caused caused(FaultKind kind, int node, int from, int until) {
        var fault = new Fault(1, Duration.ZERO, kind, node, Duration.ZERO, null, Duration.ZERO);
        return new Caused(fault, NOON.plusSeconds(from), NOON.plusSeconds(until));
    }

    private static List<String> findings(FoundJob job, Caused... faults) {
        return new Leases(List.of(job), List.of(faults)).findings();
    }

    @Test
    void what_is_taken_back_from_a_node_that_is_only_slow_is_a_finding() {
        Caused slow = caused(FaultKind.SLOW, 0, 2, 8);
        assertThat(findings(job("attempt-lost", 5), slow))
                .singleElement()
                .asString()
                .startsWith("the line of n1 was slow and nothing worse, and job ");
        assertThat(
                        findings(
                                job("attempt-lost", 5),
                                slow,
                                caused(FaultKind.SLOW, 0, 0, 1),
                                caused(FaultKind.KILL_NODE, 1, 2, 3)))
                .as("another slow time, and what is done to another node, explain nothing")
                .hasSize(1);
    }

    @Test
    void what_a_slow_node_ends_itself_or_loses_at_another_time_is_none() {
        Caused slow = caused(FaultKind.SLOW, 0, 2, 8);
        assertThat(findings(job("succeeded", 5), slow)).isEmpty();
        assertThat(findings(job("declined", 5), slow)).isEmpty();
        assertThat(findings(job("attempt-lost", 11), slow)).isEmpty();
        assertThat(findings(job("attempt-lost", 5), caused(FaultKind.SLOW, 1, 2, 8))).isEmpty();
    }

    @Test
    void what_a_slow_node_loses_by_something_worse_is_none() {
        Caused slow = caused(FaultKind.SLOW, 0, 2, 8);
        FoundJob lost = job("attempt-lost", 5);
        assertThat(findings(lost, slow, caused(FaultKind.KILL_BROKER, -1, 3, 4))).isEmpty();
        assertThat(findings(lost, slow, caused(FaultKind.PARTITION, 0, 0, 1))).isEmpty();
        assertThat(findings(lost, slow, caused(FaultKind.KILL_CORE, -1, 6, 7)))
                .as("later than the loss")
                .hasSize(1);
    }

    @Test
    void what_a_node_keeps_that_hangs_for_longer_than_its_lease_is_a_finding() {
        Caused hang = caused(FaultKind.HANG, 0, 2, 22);
        assertThat(findings(job("succeeded", 23), hang))
                .singleElement()
                .asString()
                .startsWith("n1 hung for longer than the lease, and job ");
        assertThat(findings(job(null, 0), hang)).hasSize(1);
        assertThat(findings(job("attempt-lost", 17), hang)).isEmpty();
        assertThat(findings(job("cancelled", 3), hang)).isEmpty();
        assertThat(findings(job(null, 0), caused(FaultKind.HANG, 1, 2, 22))).isEmpty();
        assertThat(findings(job(null, 0), caused(FaultKind.HANG, 0, 0, 22)))
                .as("awarded while it hung: its lease is another")
                .isEmpty();
    }

    @Test
    void a_hang_that_is_shorter_than_the_lease_as_it_was_renewed_may_keep_all() {
        assertThat(findings(job(null, 0), caused(FaultKind.HANG, 0, 2, 10))).isEmpty();
        Caused hang = caused(FaultKind.HANG, 0, 2, 22);
        assertThat(findings(job(null, 0), hang, caused(FaultKind.KILL_CORE, -1, 6, 7))).isEmpty();
        assertThat(findings(job(null, 0), hang, caused(FaultKind.KILL_CORE, -1, 3, 4))).hasSize(1);
        assertThat(findings(job(null, 0), hang, caused(FaultKind.KILL_NODE, 1, 6, 7))).hasSize(1);
    }
}
