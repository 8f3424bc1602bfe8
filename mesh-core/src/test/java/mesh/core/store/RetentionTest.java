package mesh.core.store;

import static mesh.core.Jobs.N1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.core.IdempotencyKey;
import mesh.core.JobQuery;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.QuarantineQuery;
import mesh.core.engine.Turn;
import mesh.core.engine.Unfiltered;
import mesh.core.job.Refusal;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import org.junit.jupiter.api.Test;

/// What is pruned, and what is not.
class RetentionTest extends StoreFixture {
    private static final Retention A_DAY = new Retention(Duration.ofDays(1), 0);
    private static final Retention TWO = new Retention(Duration.ZERO, 2);

    private long ended() {
        return store.counts().entrySet().stream()
                .filter(entry -> entry.getKey().terminal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Pruned prune(Retention retention, Instant now, int most) {
        return store.prune(retention.cut(now, ended()), most, now);
    }

    private void pruneAll(Retention retention, Instant now) {
        int steps = 0;
        while (prune(retention, now, 2).more()) {
            assertThat(++steps).isLessThan(1_000);
        }
    }

    private List<JobId> left() {
        return store.jobs(new JobQuery(null, null, null, 100, null)).items().stream()
                .map(JobView::id)
                .toList();
    }

    private JobId cancelled(Instant at) {
        JobId id = admit(Labels.NONE);
        commit();
        writes = Writes.of(new Turn(at));
        engine.cancel(id, writes.turn());
        commit();
        return id;
    }

    @Test
    void the_time_is_counted_from_the_end() {
        JobId old = cancelled(NOW);
        JobId young = cancelled(NOW.plusSeconds(2));
        JobId open = admit(Labels.NONE);
        commit();
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(1)));
        assertThat(left()).containsExactlyInAnyOrder(old, young, open);
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(1)).plusSeconds(1));
        assertThat(left()).containsExactlyInAnyOrder(young, open);
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(400)));
        assertThat(left()).containsExactly(open);
        assertThat(store.counts()).containsExactly(Map.entry(StateName.QUEUED, 1L));
    }

    @Test
    void of_a_number_those_are_kept_that_ended_last() {
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < 5; i++) {
            ids.add(cancelled(NOW.plusSeconds(i)));
        }
        pruneAll(TWO, NOW);
        assertThat(left()).containsExactlyInAnyOrder(ids.get(3), ids.get(4));
        pruneAll(Retention.FOREVER, NOW.plus(Duration.ofDays(10_000)));
        assertThat(left()).hasSize(2);
    }

    @Test
    void a_step_takes_no_more_than_it_may_and_says_what_it_took() {
        for (int i = 0; i < 3; i++) {
            cancelled(NOW.plusSeconds(i));
        }
        fail("m", NOW.plusSeconds(3));
        Instant later = NOW.plus(Duration.ofDays(9));
        assertThat(prune(A_DAY, later, 2))
                .isEqualTo(new Pruned(Map.of(StateName.CANCELLED, 2L), true));
        assertThat(prune(A_DAY, later, 10))
                .isEqualTo(
                        new Pruned(Map.of(StateName.CANCELLED, 1L, StateName.FAILED, 1L), false));
        assertThat(prune(A_DAY, later, 10)).isEqualTo(Pruned.NOTHING);
    }

    @Test
    void all_that_belongs_to_a_job_goes_with_it() {
        JobId id = admit(Jobs.labels("{\"team\":\"a\"}"));
        engine.award(new Award(id, 1, N1, null), writes.turn());
        Unfiltered.said(
                writes.turn(),
                Progress.partial(new AttemptRef(id, 1), N1, new Partial(1, new Json("1"))));
        Unfiltered.refused(writes.turn(), new AttemptRef(id, 3), N1, Refusal.LATE);
        commit();
        JobId dead = fail("m", NOW);
        engine.cancel(id, writes.turn());
        commit();
        assertThat(store.partials(id, 0, 10)).hasSize(1);
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(2)));
        assertThat(store.job(id)).isEmpty();
        assertThat(store.events(id)).isEmpty();
        assertThat(store.partials(id, 0, 10)).isEmpty();
        assertThat(store.jobs(new JobQuery(null, null, "team", 10, null)).items()).isEmpty();
        assertThat(store.quarantined(dead.value())).isEmpty();
        assertThat(store.quarantine(QuarantineQuery.NEWEST).items()).isEmpty();
        assertThat(store.dead()).isZero();
        assertThat(kind.rows()).isZero();
    }

    @Test
    void a_job_with_a_lot_of_partial_results_goes_piece_by_piece() {
        JobId id = admit(Labels.NONE);
        engine.award(new Award(id, 1, N1, null), writes.turn());
        var large = new Json("\"" + "x".repeat(60_000) + "\"");
        for (int number = 1; number <= 60; number++) {
            Unfiltered.said(
                    writes.turn(),
                    Progress.partial(new AttemptRef(id, 1), N1, new Partial(number, large)));
        }
        commit();
        engine.cancel(id, writes.turn());
        commit();
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(2)));
        assertThat(store.job(id)).isEmpty();
        assertThat(store.partials(id, 0, 100)).isEmpty();
    }

    @Test
    void large_jobs_go_few_at_a_time() {
        for (int i = 0; i < 4; i++) {
            JobId id = admit(Labels.NONE, new Json("\"" + "x".repeat(700_000) + "\""));
            engine.cancel(id, writes.turn());
        }
        commit();
        pruneAll(A_DAY, NOW.plus(Duration.ofDays(2)));
        assertThat(left()).isEmpty();
    }

    @Test
    void a_key_is_known_as_long_as_one_of_its_jobs_and_a_day_at_the_least() {
        JobId first = admit(Labels.NONE);
        JobId second = admit(Labels.NONE);
        writes.keys().add(new Writes.Key(new IdempotencyKey("k", "h"), List.of(first, second)));
        commit();
        engine.cancel(first, writes.turn());
        commit();
        Retention none = new Retention(Duration.ofSeconds(1), 0);
        Instant day = NOW.plus(Retention.KEY);
        pruneAll(none, day.plusSeconds(10));
        assertThat(left()).containsExactly(second);
        assertThat(store.remembered("k")).isPresent();
        engine.cancel(second, writes.turn());
        commit();
        pruneAll(none, day.minusMillis(1));
        assertThat(left()).isEmpty();
        reopen();
        assertThat(store.remembered("k"))
                .contains(new Store.Remembered("h", List.of(first, second)));
        pruneAll(none, day.plusSeconds(10));
        assertThat(store.remembered("k")).isEmpty();
    }

    @Test
    void what_is_not_kept_is_decided_by_time_and_number_and_nothing_means_for_ever() {
        Retention.Cut both = new Retention(Duration.ofHours(1), 10).cut(NOW, 12);
        assertThat(both.takes(0, NOW)).isTrue();
        assertThat(both.takes(1, NOW)).isTrue();
        assertThat(both.takes(2, NOW)).isFalse();
        assertThat(both.takes(2, NOW.minus(Duration.ofHours(1)))).isFalse();
        assertThat(both.takes(2, NOW.minus(Duration.ofHours(1)).minusMillis(1))).isTrue();
        assertThat(new Retention(Duration.ZERO, 10).cut(NOW, 3).takes(0, Instant.EPOCH)).isFalse();
        assertThat(Retention.FOREVER.cut(NOW, 1_000_000).takes(0, Instant.EPOCH)).isFalse();
        assertThatThrownBy(() -> new Retention(Duration.ofSeconds(-1), 0))
                .hasMessageContaining("`keep`");
        assertThatThrownBy(() -> new Retention(Duration.ZERO, -1))
                .hasMessageContaining("`keep-jobs`");
    }
}
