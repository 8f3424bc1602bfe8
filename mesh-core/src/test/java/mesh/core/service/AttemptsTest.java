package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mesh.core.EventView;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.core.OverloadedException;
import mesh.core.RefusalView;
import mesh.core.Why;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Partial;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Attempts as a client sees them, through a whole core whose time a test makes pass.
class AttemptsTest {
    private final FailingStore.Switch disk = new FailingStore.Switch();
    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private HandLink link;
    private SteppedCore core;

    @BeforeEach
    void begin() {
        link = new HandLink(() -> now);
        core =
                SteppedCore.start(
                        CoreSettings.DEFAULTS,
                        new FailingStore(store, disk),
                        link,
                        () -> now,
                        new SplittableRandom(7));
        link.bring(heartbeat(N1, "a", 1, List.of()));
        link.bring(heartbeat(N2, "a", 1, List.of()));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        core.tick();
        sendAll();
    }

    private void sendAll() {
        while (core.send()) {
            // The next parcel goes.
        }
    }

    private JobId submit() {
        return core.service().submit(List.of(echo()), null).getFirst();
    }

    private void award(JobId id, int attempt, NodeId node) {
        link.bring(new Award(id, attempt, node, null));
    }

    private void fail(JobId id, int attempt, NodeId node) {
        var error = new JobError(ErrorCode.HANDLER_ERROR, "no such file");
        link.bring(
                Settlement.unsuccessful(
                        new AttemptRef(id, attempt), node, Settlement.Outcome.FAILED, error, null));
    }

    private JobView job(JobId id) {
        return core.service().job(id).orElseThrow();
    }

    private Why why(JobId id) {
        return core.service().why(id).orElseThrow();
    }

    @Test
    void the_next_attempts_offer_carries_what_the_last_one_saved() {
        JobId id = submit();
        award(id, 1, N1);
        var saved = new Checkpoint(3, 1, new Json("{\"done\":70}"));
        var ref = new AttemptRef(id, 1);
        link.bring(Progress.checkpoint(ref, N1, new Checkpoint(2, 0, new Json("1"))));
        link.bring(Progress.checkpoint(ref, N1, saved));
        fail(id, 1, N1);
        link.taken(Offer.class);
        pass(Duration.ofSeconds(2));
        assertThat(link.taken(Offer.class))
                .last()
                .satisfies(
                        offer -> {
                            assertThat(offer.attempt()).isEqualTo(2);
                            assertThat(offer.checkpoint()).isEqualTo(saved);
                            assertThat(offer.avoid()).containsExactly(N1);
                        });
        begin();
        pass(Duration.ofSeconds(1));
        assertThat(link.taken(Offer.class).getLast().checkpoint()).isEqualTo(saved);
    }

    @Test
    void what_an_attempt_says_is_shown_and_told_as_it_comes() throws Exception {
        var told = new ArrayList<EventView>();
        JobId id = submit();
        award(id, 1, N1);
        var ref = new AttemptRef(id, 1);
        try (AutoCloseable _ = core.service().follow(told::addAll)) {
            core.together(
                    () -> {
                        link.bring(Progress.started(ref, N1));
                        link.bring(Progress.at(ref, N1, 0.4, "four of ten"));
                        link.bring(Progress.partial(ref, N1, new Partial(1, new Json("[5]"))));
                        link.bring(Progress.checkpoint(ref, N1, new Checkpoint(1, 1, Json.NULL)));
                        link.bring(Progress.at(ref, N2, 0.9, "forged"));
                        link.bring(Settlement.succeeded(ref, N1, new Json("7"), null));
                    });
        }
        assertThat(told)
                .extracting(EventView::name)
                .containsExactly(
                        "started", "progress", "partial", "checkpoint", "succeeded", "refused");
        assertThat(told.getLast().reason()).isEqualTo("other-node");
        assertThat(told.get(1).state()).isEqualTo(StateName.RUNNING);
        JobView job = job(id);
        assertThat(job.progress().fraction()).isEqualTo(0.4);
        assertThat(job.partials()).isEqualTo(1);
        assertThat(core.service().events(id).orElseThrow())
                .extracting(EventView::name)
                .containsExactly("submitted", "awarded", "started", "succeeded");
    }

    @Test
    void a_flood_of_refusals_counts_and_leaves_one_entry() {
        JobId id = submit();
        award(id, 1, N1);
        var forged = Settlement.succeeded(new AttemptRef(id, 1), N2, Json.NULL, null);
        core.together(
                () -> {
                    for (int i = 0; i < 500; i++) {
                        link.bring(forged);
                    }
                });
        link.bring(forged);
        assertThat(core.service().stats().refused()).containsEntry("other-node", 501L);
        assertThat(job(id).refused())
                .containsExactly(new RefusalView("other-node", 501, 1, N2, now));
        award(id, 1, N2);
        assertThat(core.service().stats().refused()).containsEntry("stray-award", 1L);
    }

    @Test
    void why_says_until_when_a_failed_job_waits_and_after_which_failure() {
        JobId id = submit();
        award(id, 1, N1);
        fail(id, 1, N1);
        Why why = why(id);
        assertThat(why.code()).isEqualTo("backing-off");
        assertThat(why.summary())
                .contains(
                        "attempt 1 failed on node n1: no such file", "failure 1", "2026-03-01T10");
        assertThat(why.change()).startsWith("wait until 2026-03-01T10:00:0");
        assertThat(job(id).state()).isEqualTo(StateName.QUEUED);
        begin();
        assertThat(why(id)).usingRecursiveComparison().ignoringFields("nodes").isEqualTo(why);
        pass(Duration.ofSeconds(2));
        assertThat(why(id).code()).isEqualTo("awaiting-award");
    }

    @Test
    void why_says_that_a_jobs_start_is_delayed() {
        var later =
                new NewJob(
                        Jobs.ECHO,
                        Needs.NONE,
                        Json.NULL,
                        4,
                        null,
                        null,
                        3,
                        Labels.NONE,
                        now.plusSeconds(60));
        JobId id = core.service().submit(List.of(later), null).getFirst();
        pass(Duration.ofSeconds(59));
        assertThat(why(id).code()).isEqualTo("delayed");
        assertThat(why(id).summary()).contains("2026-03-01T10:01:00Z");
        assertThat(link.taken(Offer.class)).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(link.taken(Offer.class)).hasSize(1);
    }

    @Test
    void three_nodes_that_a_job_failed_on_are_acquitted_in_words() {
        JobId id = core.service().submit(List.of(echo()), null).getFirst();
        List<NodeId> nodes = List.of(N1, N2, new NodeId("n3"));
        link.bring(heartbeat(nodes.getLast(), "a", 1, List.of()));
        for (int attempt = 1; attempt <= 3; attempt++) {
            award(id, attempt, nodes.get(attempt - 1));
            fail(id, attempt, nodes.get(attempt - 1));
            pass(Duration.ofSeconds(10));
        }
        assertThat(job(id).error().message())
                .startsWith("no such file")
                .contains("it failed on 3 distinct nodes");
    }

    @Test
    void what_a_turn_read_that_was_not_committed_is_news_again() {
        JobId id = submit();
        award(id, 1, N1);
        now = now.plusSeconds(3);
        disk.failing = true;
        assertThatThrownBy(this::submit).isInstanceOf(OverloadedException.class);
        link.bring(heartbeat(N1, "b", 1, List.of()));
        disk.failing = false;
        core.tick();
        now = now.plusSeconds(3);
        link.bring(heartbeat(N1, "b", 2, List.of()));
        assertThat(core.service().events(id).orElseThrow())
                .last()
                .satisfies(
                        event -> {
                            assertThat(event.name()).isEqualTo("attempt-lost");
                            assertThat(event.reason()).isEqualTo("its node no longer has it");
                        });
    }

    @Test
    void a_drain_that_was_promised_outlives_a_turn_that_failed() {
        assertThat(core.service().drain(N1)).isTrue();
        disk.failing = true;
        assertThatThrownBy(this::submit).isInstanceOf(OverloadedException.class);
        disk.failing = false;
        core.tick();
        sendAll();
        link.taken(Control.class);
        link.bring(heartbeat(N1, "a", 2, List.of()));
        sendAll();
        assertThat(link.taken(Control.class)).containsExactly(Control.drain(N1));
    }

    @Test
    void a_cancelled_attempt_that_goes_on_is_told_with_every_heartbeat() {
        JobId id = submit();
        award(id, 1, N1);
        link.bring(Progress.started(new AttemptRef(id, 1), N1));
        link.taken(Control.class);
        core.service().cancel(id);
        assertThat(job(id).state()).isEqualTo(StateName.CANCELLED);
        for (int seq = 2; seq < 5; seq++) {
            sendAll();
            assertThat(link.taken(Control.class)).containsExactly(Control.cancel(N1, id, 1));
            now = now.plusSeconds(5);
            link.bring(heartbeat(N1, "a", seq, List.of(new AttemptRef(id, 1))));
        }
    }

    @Test
    void a_job_that_waited_ends_for_want_of_a_node_when_the_auction_is_silent() throws Exception {
        var needs = Needs.of(MeshJson.MAPPER.readTree("{\"gpu\":\">=1\"}"));
        var hopeless =
                new NewJob(
                        Jobs.ECHO,
                        needs,
                        Json.NULL,
                        4,
                        Duration.ofSeconds(9),
                        null,
                        3,
                        Labels.NONE,
                        null);
        JobId id = core.service().submit(List.of(hopeless), null).getFirst();
        pass(Duration.ofSeconds(9));
        assertThat(job(id).state()).isEqualTo(StateName.EXPIRED);
        assertThat(job(id).error().code()).isEqualTo(ErrorCode.NO_CAPABLE_NODE);
    }
}
