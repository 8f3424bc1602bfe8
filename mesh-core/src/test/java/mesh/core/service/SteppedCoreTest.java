package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mesh.core.IdempotencyKey;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreSettings;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.message.Control;
import org.junit.jupiter.api.Test;

class SteppedCoreTest {
    private final FailingStore.Switch disk = new FailingStore.Switch();
    private final FailingStore store = new FailingStore(new MemoryStore(), disk);

    private SteppedCore begin() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));
        return begin(clock, new MemoryBroker(clock).connect());
    }

    private SteppedCore begin(InstantSource clock, Link link) {
        return SteppedCore.start(
                CoreSettings.DEFAULTS, store, link, clock, new SplittableRandom(7));
    }

    @Test
    void calls_made_together_share_a_turn_and_its_fate() {
        SteppedCore core = begin();
        var ids = new ArrayList<JobId>();
        var key = new IdempotencyKey("k", "h");
        core.together(
                () -> {
                    ids.addAll(core.service().submit(List.of(echo()), key));
                    ids.addAll(core.service().submit(List.of(echo()), key));
                });
        assertThat(ids).hasSize(2).containsOnly(ids.getFirst());
        disk.failing = true;
        assertThatThrownBy(() -> core.together(() -> core.service().cancel(ids.getFirst())))
                .isInstanceOf(OverloadedException.class);
        disk.failing = false;
        core.tick();
        assertThat(core.look(engine -> engine.openJobs())).contains(1);
    }

    /// To read a large store takes long, and whoever asks meanwhile waits.
    @Test
    void the_store_is_read_anew_once_and_not_before_the_disk_takes_something() {
        SteppedCore core = begin();
        core.service().submit(List.of(echo()), null);
        disk.failing = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> core.service().submit(List.of(echo()), null))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("the disk is full");
            core.tick();
        }
        assertThat(disk.read).as("at the start").isEqualTo(1);
        disk.failing = false;
        core.tick();
        core.service().submit(List.of(echo()), null);
        assertThat(disk.read).isEqualTo(2);
        assertThat(core.look(engine -> engine.openJobs())).contains(2);
    }

    @Test
    void a_drain_that_was_answered_outlives_the_core() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));
        var link = new HandLink(clock);
        SteppedCore core = begin(clock, link);
        link.bring(heartbeat(N1, "a", 1, List.of()));
        assertThat(core.service().drain(N1)).isTrue();
        core.close();
        SteppedCore next = begin(clock, link);
        assertThat(link.taken(Control.class)).containsOnly(Control.call());
        link.bring(heartbeat(N1, "a", 2, List.of()));
        assertThat(next.send()).isTrue();
        assertThat(link.taken(Control.class)).containsExactly(Control.drain(N1));
        link.bring(heartbeat(N1, "b", 1, List.of()));
        assertThat(next.send()).isFalse();
    }

    @Test
    void nothing_is_sent_but_when_it_is_told_to() {
        SteppedCore core = begin();
        assertThat(core.send()).isFalse();
        core.service().submit(List.of(echo()), null);
        assertThat(core.send()).isTrue();
        assertThat(core.send()).isFalse();
    }

    @Test
    void ids_come_from_the_chance_that_is_given() {
        List<JobId> first = begin().service().submit(List.of(echo()), null);
        var other = new SplittableRandom(7);
        assertThat(first).containsExactly(JobId.make(Instant.parse("2026-03-01T10:00:00Z"), other));
    }
}
