package mesh.core.service;

import static mesh.core.Jobs.ECHO;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.engine.NodeTable;
import mesh.core.job.JobSpec;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.link.NewestHeartbeats;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final CoreSettings SETTINGS = CoreSettings.DEFAULTS;

    private final Random chance = new Random(1);
    private boolean more;
    private final Turns turns =
            new Turns(
                    new MemoryStore(),
                    () ->
                            new CoreEngine(
                                    SETTINGS,
                                    new NodeTable(new HashMap<>(), SETTINGS.offlineAfter()),
                                    chance),
                    () -> true,
                    _ -> {},
                    _ -> more,
                    new NewestHeartbeats());

    @Test
    void the_next_turn_may_be_longer_away_only_where_nothing_is_left_to_do() {
        assertThat(turns.tick()).as("the store is to be read").isEqualTo(Turns.TICK);

        turns.turn(NOW, List.of());
        assertThat(turns.tick()).as("nothing is open").isEqualTo(Turns.IDLE_TICK);

        more = true;
        turns.turn(NOW, List.of());
        assertThat(turns.tick()).as("something is left for after turns").isEqualTo(Turns.TICK);

        more = false;
        turns.turn(NOW, List.of(admission()));
        assertThat(turns.tick()).as("a job is open").isEqualTo(Turns.TICK);
    }

    private Turns.Request<Void> admission() {
        var job =
                new JobSpec(
                        JobId.make(NOW, chance),
                        ECHO,
                        Needs.NONE,
                        4,
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        4);
        return new Turns.Request<>(
                (engine, writes) -> {
                    engine.admit(job, writes.turn());
                    return null;
                });
    }
}
