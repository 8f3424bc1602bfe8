package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import mesh.core.EventView;
import mesh.core.Jobs;
import mesh.core.NewJob;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A core whose broker is away hears nobody, and blames no node for it.
class CutOffTest {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LONG = Duration.ofMinutes(2);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final HandLink link = new HandLink(() -> now);
    private SteppedCore core;
    private JobId held;

    @BeforeEach
    void begin() {
        core =
                SteppedCore.start(
                        CoreSettings.DEFAULTS,
                        new MemoryStore(),
                        link,
                        () -> now,
                        new SplittableRandom(7));
        link.bring(heartbeat(N1, "a", 1, List.of()));
        held = submit(echo());
        link.bring(new Award(held, 1, N1, null));
        pass(Duration.ofSeconds(4));
    }

    private JobId submit(NewJob job) {
        return core.service().submit(List.of(job), null).getFirst();
    }

    private void pass(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plus(TICK);
            core.tick();
        }
    }

    private void away(Duration time) {
        link.connected = false;
        pass(time);
        link.connected = true;
    }

    private StateName state() {
        return core.service().job(held).orElseThrow().state();
    }

    private void isWithItsNode() {
        assertThat(core.service().events(held).orElseThrow())
                .extracting(EventView::name)
                .containsExactly("submitted", "awarded");
    }

    @Test
    void what_a_node_settles_when_the_broker_is_back_counts_in_its_attempt() {
        away(LONG);
        pass(Duration.ofSeconds(10));
        isWithItsNode();
        link.bring(Settlement.succeeded(new AttemptRef(held, 1), N1, new Json("7"), null));
        assertThat(state()).isEqualTo(StateName.SUCCEEDED);
    }

    @Test
    void a_node_that_is_silent_when_the_broker_is_back_has_one_whole_lease() {
        away(LONG);
        pass(Duration.ofMillis(14_500));
        isWithItsNode();
        pass(Duration.ofMillis(500));
        assertThat(state()).isEqualTo(StateName.QUEUED);
    }

    @Test
    void a_node_that_hangs_while_the_broker_is_there_is_noticed() {
        pass(Duration.ofSeconds(11));
        assertThat(state()).isEqualTo(StateName.QUEUED);
    }

    @Test
    void what_a_node_does_not_name_when_it_is_back_is_taken_back() {
        away(LONG);
        pass(Duration.ofSeconds(3));
        link.bring(heartbeat(N1, "a", 2, List.of()));
        isWithItsNode();
        pass(Duration.ofSeconds(5));
        link.bring(heartbeat(N1, "a", 3, List.of()));
        assertThat(state()).isEqualTo(StateName.QUEUED);
    }

    @Test
    void a_node_that_left_before_loses_what_it_held_only_when_its_last_words_can_be_read() {
        link.depart(N1);
        away(LONG);
        isWithItsNode();
        pass(Duration.ofMillis(500));
        assertThat(state()).isEqualTo(StateName.QUEUED);
    }

    @Test
    void deadlines_hold_meanwhile_and_no_silent_node_counts_as_gone() {
        link.bring(heartbeat(N2, "a", 1, List.of()));
        JobId brief = submit(echo(Json.NULL, Duration.ofSeconds(100)));
        away(LONG);
        var ended = core.service().job(brief).orElseThrow();
        assertThat(ended.state()).isEqualTo(StateName.EXPIRED);
        assertThat(ended.error().code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void a_job_that_waits_says_that_the_broker_is_away_and_blames_no_node() {
        JobId waiting = submit(echo());
        link.connected = false;
        pass(LONG);
        assertThat(core.service().why(waiting).orElseThrow().code()).isEqualTo("broker-away");
        assertThat(core.service().why(Jobs.ECHO, Needs.NONE).change()).contains("the broker");
        link.connected = true;
        link.bring(heartbeat(N1, "a", 2, List.of()));
        pass(TICK);
        assertThat(core.service().why(waiting).orElseThrow().code()).isNotEqualTo("broker-away");
    }

    @Test
    void a_job_that_a_node_could_take_says_for_how_long_the_auction_was_silent() {
        JobId waiting = submit(echo());
        pass(Duration.ofSeconds(9));
        link.bring(heartbeat(N1, "a", 2, List.of()));
        assertThat(core.service().why(waiting).orElseThrow().code()).isEqualTo("awaiting-award");
        pass(Duration.ofSeconds(3));
        link.bring(heartbeat(N1, "a", 3, List.of()));
        assertThat(core.service().why(waiting).orElseThrow())
                .satisfies(why -> assertThat(why.code()).isEqualTo("auction-silent"))
                .satisfies(why -> assertThat(why.summary()).endsWith("has said nothing for 12 s"));
        link.bring(new Award(waiting, 1, null, NoAward.NO_FREE_SLOT));
        assertThat(core.service().why(waiting).orElseThrow().code()).isEqualTo("awaiting-award");
    }
}
