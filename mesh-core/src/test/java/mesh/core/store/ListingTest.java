package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.Page;
import mesh.core.engine.Turn;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// Whatever is asked for, a list is what one would find by looking at each job.
class ListingTest extends StoreFixture {
    private final List<JobView> all = new ArrayList<>();

    private JobId admit(String type, StateName last) {
        JobId id = JobId.make(NOW, chance);
        var spec =
                new JobSpec(
                        id,
                        new JobType(type),
                        Needs.NONE,
                        4,
                        Optional.of(NOW.plusSeconds(9)),
                        Optional.empty(),
                        1,
                        1);
        Labels labels = last.terminal() ? Jobs.labels("[\"over\"]") : Labels.NONE;
        engine.admit(spec, writes.turn());
        writes.admitted().add(new Writes.Admitted(spec, new Json("1"), labels, NOW, null));
        return id;
    }

    private void bring(JobId id, StateName to) {
        var first = new AttemptRef(id, 1);
        if (to != StateName.QUEUED && to != StateName.CANCELLED) {
            engine.award(new Award(id, 1, N1, null), writes.turn());
        }
        switch (to) {
            case QUEUED, ASSIGNED, EXPIRED -> {}
            case RUNNING -> engine.progress(Progress.started(first, N1), writes.turn());
            case SUCCEEDED ->
                    engine.settle(
                            Settlement.succeeded(first, N1, new Json("2"), null), writes.turn());
            case FAILED ->
                    engine.settle(
                            Settlement.unsuccessful(
                                    first,
                                    N1,
                                    Settlement.Outcome.FAILED,
                                    new JobError(ErrorCode.HANDLER_ERROR, "m"),
                                    null),
                            writes.turn());
            case CANCELLED -> engine.cancel(id, writes.turn());
        }
    }

    private void fill(List<String> types) {
        for (int i = 0; i < 70; i++) {
            StateName state = StateName.values()[chance.nextInt(StateName.values().length)];
            if (state == StateName.EXPIRED) {
                state = StateName.SUCCEEDED;
            }
            bring(admit(types.get(chance.nextInt(types.size())), state), state);
            if (i % 9 == 0) {
                commit();
            }
        }
        commit();
        Page<JobView> page = store.jobs(new JobQuery(null, null, null, 1000, null));
        all.addAll(page.items());
        assertThat(all).hasSize(70);
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(JobView::id, Comparator.reverseOrder()));
    }

    private void check(StateName state, String type, String label, JobId after) {
        List<JobView> expected =
                all.stream()
                        .filter(job -> state == null || job.state() == state)
                        .filter(job -> type == null || job.type().name().equals(type))
                        .filter(job -> label == null || job.labels().texts().contains(label))
                        .filter(job -> after == null || job.id().compareTo(after) < 0)
                        .toList();
        var found = new ArrayList<JobView>();
        JobId from = after;
        Page<JobView> page;
        do {
            page = store.jobs(new JobQuery(state, type, label, 7, from));
            found.addAll(page.items());
            from = JobId.parse(page.next()).orElse(null);
        } while (from != null);
        assertThat(found).as("%s %s %s %s", state, type, label, after).isEqualTo(expected);
    }

    private void checkAll(List<String> types) {
        fill(types);
        var asked = new ArrayList<>(types.subList(0, Math.min(3, types.size())));
        asked.add(null);
        asked.add("none");
        var states = new ArrayList<>(List.of(StateName.values()));
        states.add(null);
        for (String type : asked) {
            for (StateName state : states) {
                check(state, type, null, null);
                check(state, type, null, all.get(33).id());
                check(state, type, "over", null);
            }
        }
    }

    @Test
    void of_a_few_types() {
        checkAll(List.of("a", "b", "c"));
    }

    @Test
    void of_more_types_than_are_merged() {
        checkAll(IntStream.range(0, 200).mapToObj(i -> "t" + i).toList());
    }

    @Test
    void of_none() {
        check(null, null, null, null);
        check(StateName.FAILED, null, null, null);
        check(null, "a", null, null);
    }

    @Test
    void all_that_happens_to_a_job_in_one_commit_is_in_its_row_and_its_log() {
        JobId again = admit("a", StateName.QUEUED);
        commit();
        bring(again, StateName.RUNNING);
        engine.settle(
                Settlement.unsuccessful(
                        new AttemptRef(again, 1),
                        N1,
                        Settlement.Outcome.DECLINED,
                        new JobError(ErrorCode.DRAINING, "leaving"),
                        null),
                writes.turn());
        JobId atOnce = admit("a", StateName.FAILED);
        bring(atOnce, StateName.FAILED);
        JobId expired = admit("a", StateName.EXPIRED);
        bring(expired, StateName.ASSIGNED);
        commit();
        JobView queued = store.job(again).orElseThrow();
        assertThat(queued.state()).isEqualTo(StateName.QUEUED);
        assertThat(queued.attempt()).isEqualTo(1);
        assertThat(queued.node()).isEqualTo(N1);
        assertThat(queued.startedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(names(again)).containsExactly("submitted", "awarded", "started", "declined");
        JobView failed = store.job(atOnce).orElseThrow();
        assertThat(failed.error()).isEqualTo(new JobError(ErrorCode.HANDLER_ERROR, "m"));
        assertThat(failed.finishedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(names(atOnce)).containsExactly("submitted", "awarded", "started", "failed");
        assertThat(store.isDead(atOnce)).isTrue();
        writes = Writes.of(new Turn(NOW.plusSeconds(20)));
        engine.expire(writes.turn());
        assertThat(writes.turn().happenings())
                .extracting(Turn.Happening::event)
                .hasOnlyElementsOfType(JobEvent.Expired.class);
        commit();
        assertThat(store.job(expired).orElseThrow().error().code())
                .isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(store.job(expired).orElseThrow().node()).isEqualTo(N1);
    }

    private List<String> names(JobId id) {
        return store.events(id).stream().map(event -> event.name()).toList();
    }
}
