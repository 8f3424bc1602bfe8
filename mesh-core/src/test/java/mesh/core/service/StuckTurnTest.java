package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.store.MemoryStore;
import mesh.protocol.link.Delivery;
import mesh.protocol.link.NewestHeartbeats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A turn that does not end, as where the disk stands still: nobody waits for it for ever.
@Timeout(30)
class StuckTurnTest {
    private static final CoreSettings SETTINGS = CoreSettings.DEFAULTS;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean breaks;
    private final NewestHeartbeats heartbeats = new NewestHeartbeats();
    private final NodeTable nodes =
            new NodeTable(new ConcurrentHashMap<>(), SETTINGS.offlineAfter());
    private final ThreadedLoop loop =
            new ThreadedLoop(
                    new Turns(
                            new MemoryStore(),
                            () -> new CoreEngine(SETTINGS, nodes, new Random(1)),
                            () -> true,
                            _ -> {},
                            _ -> false,
                            heartbeats),
                    this::now,
                    Duration.ofMillis(600));

    private Instant now() {
        if (breaks) {
            breaks = false;
            throw new OutOfMemoryError("as where there is none");
        }
        return Instant.now();
    }

    @AfterEach
    void close() {
        gate.countDown();
        loop.close();
    }

    private FutureTask<Integer> ask(CountDownLatch until) {
        var asked =
                new FutureTask<>(
                        () ->
                                loop.perform(
                                        (_, _) -> {
                                            begun.countDown();
                                            try {
                                                until.await();
                                            } catch (InterruptedException stopped) {
                                                Thread.currentThread().interrupt();
                                            }
                                            return 1;
                                        }));
        Thread.startVirtualThread(asked);
        return asked;
    }

    @Test
    void those_in_it_and_those_behind_it_are_told_to_come_again() throws Exception {
        FutureTask<Integer> stuck = ask(gate);
        begun.await();
        FutureTask<Integer> behind = ask(new CountDownLatch(0));
        for (FutureTask<Integer> each : List.of(stuck, behind)) {
            assertThatThrownBy(each::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("a turn of the core has taken");
        }
        gate.countDown();
        await().ignoreExceptionsInstanceOf(OverloadedException.class)
                .until(() -> loop.perform((_, _) -> 2), answer -> answer == 2);
    }

    @Test
    void heartbeats_are_read_meanwhile_and_are_in_the_next_turn() throws Exception {
        FutureTask<Integer> stuck = ask(gate);
        begun.await();
        for (long seq = 1; seq <= 3; seq++) {
            heartbeats.add(
                    List.of(new Delivery<>(heartbeat(N1, "a", seq, List.of()), Instant.now())));
            loop.nudge();
        }
        assertThat(nodes.get(N1)).isEmpty();
        gate.countDown();
        await().until(() -> nodes.get(N1).isPresent());
        assertThat(nodes.get(N1).orElseThrow().heartbeat().seq()).isEqualTo(3);
        assertThat(stuck).isDone();
    }

    @Test
    void a_heartbeat_alone_wakes_an_idle_core() {
        assertThat(loop.<Integer>perform((_, _) -> 1)).isOne();
        heartbeats.add(List.of(new Delivery<>(heartbeat(N1, "a", 1, List.of()), Instant.now())));
        loop.nudge();
        await().atMost(Turns.IDLE_TICK.dividedBy(2)).until(() -> nodes.get(N1).isPresent());
    }

    @Test
    void those_in_a_turn_that_breaks_off_are_told_to_come_again() {
        // A turn without anybody may be the one that breaks.
        await().until(
                        () -> {
                            breaks = true;
                            try {
                                var _ = loop.<Integer>perform((_, _) -> 1);
                                return "";
                            } catch (OverloadedException told) {
                                return told.getMessage();
                            }
                        },
                        told -> told.contains("a turn broke off"));
        breaks = false;
        assertThat(loop.<Integer>perform((_, _) -> 3)).isEqualTo(3);
    }

    @Test
    void a_core_that_only_waits_for_something_to_do_is_not_stuck() {
        assertThat(loop.<Integer>perform((_, _) -> 1)).isOne();
        await().during(Duration.ofMillis(700)).until(() -> loop.broken().isEmpty());
        assertThat(loop.<Integer>perform((_, _) -> 2)).isEqualTo(2);
    }
}
