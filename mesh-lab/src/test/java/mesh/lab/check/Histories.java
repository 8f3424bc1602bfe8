package mesh.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.needs.Capabilities;
import mesh.protocol.needs.Needs;

/// Good histories, to plant faults into.
abstract class Histories {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final NodeId N1 = new NodeId("n1");
    static final NodeId N2 = new NodeId("n2");
    static final Json RESULT = new Json("\"hello\"");
    private final SplittableRandom chance = new SplittableRandom(7);

    private JobId id() {
        return JobId.make(NOON, chance);
    }

    static LoggedEvent event(int seq, String name, String state, Integer attempt, NodeId node) {
        return new LoggedEvent(seq, NOON.plusMillis(seq), name, state, attempt, node, null);
    }

    /// Lost on n1, done on n2.
    static List<LoggedEvent> recoveredLife() {
        return List.of(
                event(1, "submitted", "queued", null, null),
                event(2, "awarded", "assigned", 1, N1),
                event(3, "started", "running", 1, N1),
                event(4, "attempt-lost", "queued", 1, N1),
                event(5, "awarded", "assigned", 2, N2),
                event(6, "started", "running", 2, N2),
                event(7, "succeeded", "succeeded", 2, N2));
    }

    FoundJob good(String key) {
        return new FoundJob(
                id(),
                key,
                new JobType("echo"),
                Needs.of(TextNode.valueOf("gpu >= 1")),
                3,
                "succeeded",
                2,
                N2,
                RESULT,
                recoveredLife());
    }

    static FoundJob with(FoundJob job, List<LoggedEvent> events) {
        return as(job, job.state(), job.attempt(), job.result(), events);
    }

    static FoundJob as(
            FoundJob job, String state, int attempt, Json result, List<LoggedEvent> events) {
        return new FoundJob(
                job.id(),
                job.submission(),
                job.type(),
                job.needs(),
                job.maxAttempts(),
                state,
                attempt,
                job.node(),
                result,
                events);
    }

    /// Three good jobs, the first of which is changed as told.
    Verdict verdict(UnaryOperator<FoundJob> plant) {
        var submissions = new ArrayList<Submission>();
        var jobs = new ArrayList<FoundJob>();
        for (String key : List.of("a", "b", "c")) {
            FoundJob job = good(key);
            submissions.add(Submission.acknowledged(key, job.id(), Expectation.result(RESULT)));
            jobs.add(key.equals("a") ? plant.apply(job) : job);
        }
        return check(submissions, jobs);
    }

    static Verdict check(List<Submission> submissions, List<FoundJob> jobs) {
        var can = new Capabilities(Map.of("gpu", "1", "type_echo", "true"));
        return Checker.check(new History(submissions, jobs, Map.of(N1, can, N2, can)));
    }

    Verdict planted(int index, LoggedEvent instead) {
        return verdict(
                job -> {
                    var events = new ArrayList<>(job.events());
                    events.set(index, instead);
                    return with(job, events);
                });
    }

    static void assertOnly(Verdict verdict, Anomaly... anomalies) {
        assertThat(verdict.clean()).isFalse();
        assertThat(verdict.anomalies().keySet())
                .as(verdict.offences().toString())
                .containsExactlyInAnyOrder(
                        List.of(anomalies).stream().map(Anomaly::wireName).toArray(String[]::new));
    }
}
