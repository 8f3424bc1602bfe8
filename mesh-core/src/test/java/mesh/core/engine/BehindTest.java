package mesh.core.engine;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.core.job.JobEvent;
import mesh.protocol.JobId;
import mesh.protocol.link.Delivery;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Heartbeat;
import org.junit.jupiter.api.Test;

/// A core that is behind in reading settlements, while it reads heartbeats at once.
class BehindTest extends EngineFixture {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// A heartbeat that names this as its newest settlement, and no attempt.
    private void beat(String incarnation, long seq, JobId settled, boolean partly) {
        beat(incarnation, seq, settled, partly, List.of());
    }

    private void beat(
            String incarnation, long seq, JobId settled, boolean partly, List<JobId> running) {
        List<AttemptRef> held = running.stream().map(id -> new AttemptRef(id, 1)).toList();
        Heartbeat plain = heartbeat(N1, incarnation, seq, held);
        var beat =
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
                        settled == null ? List.of() : List.of(new AttemptRef(settled, 1)),
                        5_000,
                        partly);
        engine.heartbeat(new Delivery<>(beat, now), turn);
    }

    private List<JobId> awarded(int count) {
        var ids = new ArrayList<JobId>();
        for (int i = 0; i < count; i++) {
            ids.add(admit());
            award(ids.getLast(), 1, N1);
        }
        return ids;
    }

    private long lost() {
        return happened().stream().filter(JobEvent.AttemptLost.class::isInstance).count();
    }

    @Test
    void takes_nothing_back_of_10_000_jobs_of_which_the_newest_settlement_alone_is_named() {
        List<JobId> ids = awarded(10_000);
        long seq = 2;
        for (int minute = 0; minute < 12; minute++) {
            pass(INTERVAL);
            beat("a", seq++, ids.getLast(), false);
            engine.tick(turn);
            assertThat(lost()).isZero();
        }
        ids.forEach(id -> assertThat(succeed(id, 1, N1)).isEmpty());
        assertThat(engine.openJobs()).isZero();
    }

    @Test
    void takes_nothing_back_while_it_is_behind_for_longer_than_from_one_heartbeat_to_the_next() {
        List<JobId> ids = awarded(100);
        long seq = 2;
        for (int read = 0; read < 98; read += 2) {
            pass(INTERVAL);
            // The newest settlement is always another, and what is read is from long before.
            int newest = Math.min(99, read + 20);
            beat("a", seq++, ids.get(newest), false, ids.subList(newest + 1, 100));
            succeed(ids.get(read), 1, N1);
            succeed(ids.get(read + 1), 1, N1);
            engine.tick(turn);
            assertThat(lost()).isZero();
        }
    }

    @Test
    void takes_back_what_never_arrived_once_the_settlements_before_are_read() {
        List<JobId> ids = awarded(2);
        JobId lost = ids.getFirst();
        JobId settled = ids.getLast();
        for (int seq = 2; seq < 8; seq++) {
            pass(INTERVAL);
            beat("a", seq, settled, false);
            engine.tick(turn);
        }
        assertThat(lost()).isZero();
        succeed(settled, 1, N1);
        pass(INTERVAL);
        beat("a", 8, settled, false);
        assertThat(lost()).isZero();
        pass(INTERVAL);
        beat("a", 9, settled, false);
        assertThat(happened())
                .containsExactly(
                        new JobEvent.AttemptLost(1, N1, "its node no longer has it", null));
        assertThat(turn.happenings().getFirst().job()).isEqualTo(lost);
    }

    @Test
    void takes_back_what_never_arrived_while_the_node_goes_on_settling_others() {
        List<JobId> ids = awarded(30);
        var taken = new ArrayList<JobId>();
        for (int i = 1; i < 30; i++) {
            pass(INTERVAL);
            beat("a", i + 1, ids.get(i), false, ids.subList(i + 1, 30));
            turn.happenings().forEach(one -> taken.add(one.job()));
            succeed(ids.get(i), 1, N1);
        }
        assertThat(taken).containsExactly(ids.getFirst());
    }

    @Test
    void two_heartbeats_in_quick_succession_are_no_evidence() {
        List<JobId> ids = awarded(2);
        pass(INTERVAL);
        succeed(ids.getLast(), 1, N1);
        beat("a", 2, ids.getLast(), false);
        pass(Duration.ofMillis(100));
        beat("a", 3, ids.getLast(), false);
        assertThat(lost()).isZero();
    }

    @Test
    void a_restart_takes_nothing_back_that_the_life_before_may_have_settled() {
        List<JobId> ids = awarded(2);
        pass(INTERVAL);
        beat("a", 2, ids.getLast(), false);
        pass(INTERVAL);
        beat("b", 1, null, false);
        assertThat(lost()).isZero();
        ids.forEach(id -> assertThat(succeed(id, 1, N1)).isEmpty());
    }

    @Test
    void waits_ten_minutes_at_the_most_for_a_settlement_that_it_never_reads() {
        List<JobId> ids = awarded(2);
        long seq = 2;
        while (lost() == 0 && seq < 200) {
            pass(INTERVAL);
            beat("a", seq++, ids.getLast(), false);
            engine.tick(turn);
        }
        // The one that is named is renewed for as long as it is.
        assertThat(lost()).isOne();
        assertThat(Duration.between(turn.now().minus(INTERVAL.multipliedBy(seq - 2)), now))
                .isBetween(Holdings.LONGEST_WAY, Holdings.LONGEST_WAY.plusSeconds(15));
    }

    @Test
    void nothing_follows_from_what_a_node_does_not_name_that_holds_more_than_it_names() {
        awarded(1);
        for (int seq = 2; seq < 5; seq++) {
            pass(INTERVAL);
            beat("a", seq, null, true);
            assertThat(lost()).isZero();
        }
        pass(INTERVAL);
        engine.tick(turn);
        assertThat(lost()).isOne();
    }
}
