package mesh.core.store;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.core.Labels;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

/// What comes after a job's end is refused for the same reason before a restart and after it.
class EndedTest extends StoreFixture {

    private JobId awarded() {
        JobId id = admit(Labels.NONE);
        engine.award(new Award(id, 1, N1, null), writes.turn());
        return id;
    }

    private static Settlement success(JobId id, int attempt, NodeId node) {
        return Settlement.succeeded(new AttemptRef(id, attempt), node, new Json("7"), null);
    }

    private static Settlement declined(JobId id) {
        return Settlement.unsuccessful(
                new AttemptRef(id, 1),
                N1,
                Settlement.Outcome.DECLINED,
                new JobError(ErrorCode.DRAINING, "leaving"),
                null);
    }

    /// Jobs that ended in every way there is.
    private Map<String, JobId> ended() {
        var jobs = new LinkedHashMap<String, JobId>();
        jobs.put("failed", fail("m", NOW));
        jobs.put("succeeded", awarded());
        engine.settle(success(jobs.get("succeeded"), 1, N1), writes.turn());
        jobs.put("cancelled while held", awarded());
        engine.cancel(jobs.get("cancelled while held"), writes.turn());
        jobs.put("cancelled while queued", admit(Labels.NONE));
        engine.cancel(jobs.get("cancelled while queued"), writes.turn());
        jobs.put("declined, then cancelled", awarded());
        engine.settle(declined(jobs.get("declined, then cancelled")), writes.turn());
        engine.cancel(jobs.get("declined, then cancelled"), writes.turn());
        jobs.put("too large", awarded());
        var large = new Json("\"" + "x".repeat(1 << 20) + "\"");
        engine.settle(
                Settlement.succeeded(new AttemptRef(jobs.get("too large"), 1), N1, large, null),
                writes.turn());
        jobs.put("expired while held", awarded());
        jobs.put("expired while queued", admit(Labels.NONE));
        JobId lost = JobId.make(NOW, chance);
        jobs.put("lost", lost);
        engine.admit(spec(lost, 1), writes.turn());
        writes.admitted()
                .add(new Writes.Admitted(spec(lost, 1), Json.NULL, Labels.NONE, NOW, null));
        engine.award(new Award(lost, 1, N2, null), writes.turn());
        commit();
        engine.departed(N2, writes.turn());
        commit();
        writes = Writes.of(new Turn(NOW.plusSeconds(8)));
        engine.tick(writes.turn());
        commit();
        writes = Writes.of(new Turn(NOW.plusSeconds(20)));
        engine.expire(writes.turn());
        engine.tick(writes.turn());
        commit();
        assertThat(engine.openJobs()).isZero();
        return jobs;
    }

    private static List<List<Turn.Refused>> refused(CoreEngine by, Map<String, JobId> jobs) {
        var all = new ArrayList<List<Turn.Refused>>();
        for (JobId id : jobs.values()) {
            for (Settlement said :
                    List.of(success(id, 1, N1), success(id, 1, N2), success(id, 2, N1))) {
                var turn = new Turn(NOW.plusSeconds(30));
                assertThat(by.settle(said, turn)).isPresent();
                all.add(turn.refused());
            }
        }
        return all;
    }

    @Test
    void what_is_said_to_a_job_that_ended_is_refused_as_before_the_restart() {
        Map<String, JobId> jobs = ended();
        List<List<Turn.Refused>> before = refused(engine, jobs);
        assertThat(before)
                .flatExtracting(list -> list)
                .extracting(Turn.Refused::reason)
                .contains(Refusal.REPEATED, Refusal.ENDED)
                .doesNotContain(Refusal.UNKNOWN_JOB);
        reopen();
        var restarted = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
        assertThat(refused(restarted, jobs))
                .flatExtracting(list -> list)
                .extracting(Turn.Refused::reason)
                .containsOnly(Refusal.UNKNOWN_JOB);
        store.ended(List.copyOf(jobs.values())).forEach(restarted::recall);
        assertThat(refused(restarted, jobs)).isEqualTo(before);
    }

    @Test
    void who_has_not_ended_or_was_made_up_is_not_among_them() {
        JobId open = admit(Labels.NONE);
        var many = new ArrayList<JobId>();
        for (int i = 0; i < 120; i++) {
            many.add(admit(Labels.NONE));
            engine.cancel(many.getLast(), writes.turn());
        }
        commit();
        reopen();
        var asked = new ArrayList<>(many);
        asked.add(7, open);
        asked.add(60, JobId.make(NOW, chance));
        Map<JobId, List<JobEvent>> found = store.ended(asked);
        assertThat(found).containsOnlyKeys(many);
        assertThat(found.values())
                .containsOnly(List.of(new JobEvent.Submitted(null), new JobEvent.Cancelled()));
        assertThat(store.ended(List.of())).isEmpty();
    }
}
