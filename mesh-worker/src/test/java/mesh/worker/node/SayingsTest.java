package mesh.worker.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Progress;
import org.junit.jupiter.api.Test;

class SayingsTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final AttemptRef ONE = ref(1);
    private static final AttemptRef TWO = ref(2);

    /// Below nothing, as the clock that nobody sets may be.
    private Duration now = Duration.ofHours(-1);

    private final Sayings sayings = new Sayings(NODE);

    private static AttemptRef ref(int job) {
        return new AttemptRef(new JobId(new UUID(0, job)), 1);
    }

    private static Json text(int bytes) {
        return new Json('"' + "x".repeat(bytes - 2) + '"');
    }

    private static Json number(int value) {
        return new Json(Integer.toString(value));
    }

    private List<Progress> take() {
        return sayings.take(now);
    }

    private void opened(AttemptRef... attempts) {
        for (AttemptRef attempt : attempts) {
            sayings.open(attempt, null, now);
        }
        now = now.plus(Sayings.START_HELD);
        assertThat(take())
                .hasSize(attempts.length)
                .allMatch(p -> p.kind() == Progress.Kind.STARTED);
    }

    private static List<String> words(List<Progress> said) {
        return said.stream().map(SayingsTest::word).toList();
    }

    private static String word(Progress one) {
        return switch (one.kind()) {
            case STARTED -> "started";
            case PROGRESS -> one.fraction() + " " + one.message();
            case PARTIAL -> "partial " + one.partial().number() + ": " + one.partial().value();
            case CHECKPOINT ->
                    "checkpoint %d after %d: %s"
                            .formatted(
                                    one.checkpoint().number(),
                                    one.checkpoint().partials(),
                                    one.checkpoint().value());
        };
    }

    @Test
    void says_first_that_an_attempt_started() {
        assertThat(sayings.due(now)).isEmpty();
        sayings.open(ONE, null, now);
        sayings.progress(ONE, 0.5, "half");
        assertThat(sayings.due(now)).contains(Duration.ZERO);
        assertThat(words(take())).containsExactly("started", "0.5 half");
        assertThat(sayings.due(now)).isEmpty();
        assertThat(take()).isEmpty();
    }

    @Test
    void holds_the_word_of_a_start_for_a_moment() {
        sayings.open(ONE, null, now);
        assertThat(sayings.due(now)).contains(Sayings.START_HELD);
        assertThat(take()).isEmpty();
        sayings.open(TWO, null, now);
        assertThat(sayings.close(TWO)).isEmpty();
        now = now.plus(Sayings.START_HELD);
        assertThat(words(take())).containsExactly("started");
        assertThat(sayings.due(now)).isEmpty();
    }

    @Test
    void says_the_newest_progress_four_times_a_second_at_most() {
        opened(ONE);
        assertThat(sayings.progress(ONE, 0, "a")).isTrue();
        assertThat(words(take())).containsExactly("0.0 a");
        assertThat(sayings.progress(ONE, 0.1, "b")).isTrue();
        assertThat(sayings.progress(ONE, 0.2, "c")).isFalse();
        assertThat(take()).isEmpty();
        assertThat(sayings.due(now)).contains(Sayings.PACE);
        now = now.plus(Sayings.PACE).minusNanos(1);
        assertThat(take()).isEmpty();
        now = now.plusNanos(1);
        assertThat(words(take())).containsExactly("0.2 c");
    }

    @Test
    void paces_each_attempt_by_itself() {
        opened(ONE, TWO);
        sayings.progress(ONE, 0, "one");
        assertThat(words(take())).containsExactly("0.0 one");
        sayings.progress(ONE, 1, "one");
        sayings.progress(TWO, 0, "two");
        assertThat(words(take())).containsExactly("0.0 two");
    }

    @Test
    void gives_the_last_progress_before_the_end_whenever_it_was() {
        opened(ONE);
        sayings.progress(ONE, 0, "a");
        take();
        sayings.progress(ONE, 1, "z");
        assertThat(words(sayings.close(ONE))).containsExactly("1.0 z");
        now = now.plus(Sayings.PACE);
        assertThat(take()).isEmpty();
    }

    @Test
    void puts_a_newer_checkpoint_in_the_place_of_one_that_did_not_go_out() {
        opened(ONE);
        sayings.checkpoint(ONE, text(1000));
        sayings.checkpoint(ONE, text(20));
        assertThat(sayings.unsentBytes()).isEqualTo(20);
        List<Progress> taken = take();
        assertThat(taken).hasSize(1);
        assertThat(taken.getFirst().checkpoint()).isEqualTo(new Checkpoint(2, 0, text(20)));
        sayings.sent(taken);
        assertThat(sayings.unsentBytes()).isZero();
    }

    @Test
    void says_a_checkpoint_after_all_partial_results_that_it_counts() {
        opened(ONE);
        sayings.partial(ONE, number(10));
        sayings.checkpoint(ONE, number(1));
        sayings.partial(ONE, number(20));
        sayings.checkpoint(ONE, number(2));
        assertThat(words(take()))
                .containsExactly("partial 1: 10", "partial 2: 20", "checkpoint 2 after 2: 2");
    }

    @Test
    void says_a_checkpoint_together_with_as_many_partial_results_as_an_attempt_may_have() {
        opened(ONE);
        for (int i = 1; i <= Sayings.MOST_UNSENT_PARTIALS; i++) {
            sayings.partial(ONE, number(i));
            sayings.checkpoint(ONE, number(i));
        }
        assertThat(take()).hasSize(Sayings.MOST_UNSENT_PARTIALS + 1);
    }

    @Test
    void lets_a_mebibyte_of_checkpoints_out_in_a_second() {
        opened(ONE);
        sayings.checkpoint(ONE, text(Limits.CHECKPOINT_BYTES));
        assertThat(take()).hasSize(1);
        sayings.checkpoint(ONE, number(2));
        assertThat(take()).isEmpty();
        assertThat(sayings.due(now)).contains(Duration.ofMillis(256));
        now = now.plusMillis(256);
        assertThat(words(take())).containsExactly("checkpoint 2 after 0: 2");
        sayings.checkpoint(ONE, number(3)); // a small one does not keep the next one waiting
        assertThat(words(take())).containsExactly("checkpoint 3 after 0: 3");
    }

    @Test
    void counts_on_from_what_the_attempt_goes_on_from() {
        sayings.open(ONE, new Checkpoint(7, 3, number(0)), now);
        assertThat(sayings.partial(ONE, number(1))).isEqualTo(4);
        sayings.checkpoint(ONE, number(1));
        assertThat(words(take()))
                .containsExactly("started", "partial 4: 1", "checkpoint 8 after 4: 1");
    }

    @Test
    void has_room_for_so_many_partial_results_of_an_attempt_until_they_are_sent() {
        opened(ONE, TWO);
        while (sayings.roomForPartial(ONE, 1)) {
            sayings.partial(ONE, number(1));
        }
        assertThat(sayings.partials(ONE)).isEqualTo(Sayings.MOST_UNSENT_PARTIALS);
        assertThat(sayings.roomForPartial(TWO, 1)).isTrue();
        List<Progress> taken = take();
        assertThat(sayings.roomForPartial(ONE, 1)).as("what is on its way counts").isFalse();
        sayings.sent(taken);
        assertThat(sayings.roomForPartial(ONE, 1)).isTrue();
    }

    @Test
    void has_room_for_so_many_bytes_of_an_attempt() {
        opened(ONE);
        Json large = text(Limits.PARTIAL_BYTES);
        while (sayings.roomForPartial(ONE, large.bytes())) {
            sayings.partial(ONE, large);
        }
        assertThat(sayings.unsentBytes()).isEqualTo(Sayings.MOST_UNSENT_BYTES);
    }

    @Test
    void holds_no_more_than_its_bound_whatever_the_attempts_say() {
        Json partial = text(Limits.PARTIAL_BYTES);
        Json checkpoint = text(Limits.CHECKPOINT_BYTES);
        for (int job = 1; job <= 100; job++) {
            sayings.open(ref(job), null, now);
            while (sayings.roomForPartial(ref(job), partial.bytes())) {
                sayings.partial(ref(job), partial);
            }
            if (sayings.roomForCheckpoint(ref(job), checkpoint.bytes())) {
                sayings.checkpoint(ref(job), checkpoint);
            }
        }
        assertThat(sayings.unsentBytes())
                .isBetween(Sayings.MOST_BYTES - 65536L, (long) Sayings.MOST_BYTES);
        assertThat(sayings.roomForCheckpoint(ref(1), checkpoint.bytes()))
                .as("one takes the place of the other")
                .isTrue();
        var all = new ArrayList<Progress>();
        for (List<Progress> some = take(); !some.isEmpty(); some = take()) {
            assertThat(some).hasSizeLessThan(Sayings.MOST_TAKEN + Sayings.MOST_UNSENT_PARTIALS);
            all.addAll(some);
            now = now.plusSeconds(1);
        }
        sayings.sent(all);
        assertThat(sayings.unsentBytes()).isZero();
    }

    @Test
    void lets_each_attempt_have_its_turn() {
        opened(ONE, TWO);
        Json large = text(Limits.PARTIAL_BYTES);
        for (AttemptRef attempt : List.of(ONE, TWO)) {
            while (sayings.roomForPartial(attempt, large.bytes())) {
                sayings.partial(attempt, large);
            }
        }
        List<Progress> first = take();
        assertThat(first).extracting(Progress::ref).containsOnly(ONE);
        sayings.sent(first);
        sayings.partial(ONE, number(1));
        assertThat(take()).extracting(Progress::ref).containsOnly(TWO);
        assertThat(take()).extracting(Progress::ref).containsOnly(ONE);
    }

    @Test
    void says_nothing_after_it_was_closed_or_silenced() {
        opened(ONE, TWO);
        sayings.partial(ONE, number(1));
        sayings.silence(ONE);
        assertThat(sayings.speaks(ONE)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> sayings.partial(ONE, number(2)));
        assertThat(words(sayings.close(ONE))).as("said before").containsExactly("partial 1: 1");
        sayings.close(TWO);
        assertThat(sayings.speaks(TWO)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> sayings.progress(TWO, 1, null));
        assertThat(sayings.close(TWO)).isEmpty();
    }

    @Test
    void counts_what_a_closed_attempt_said_until_it_is_sent() {
        opened(ONE);
        sayings.partial(ONE, number(1));
        List<Progress> onItsWay = take();
        sayings.partial(ONE, number(2));
        List<Progress> rest = sayings.close(ONE);
        assertThat(sayings.unsentBytes()).isEqualTo(2);
        sayings.sent(onItsWay);
        sayings.sent(rest);
        assertThat(sayings.unsentBytes()).isZero();
    }
}
