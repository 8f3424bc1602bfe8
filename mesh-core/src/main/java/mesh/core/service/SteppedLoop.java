package mesh.core.service;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Writes;

/// The loop without a thread, for simulations: whoever asks for something does the turn, there and
/// then. One thread at a time.
final class SteppedLoop implements CoreLoop {
    private final Turns turns;
    private final InstantSource clock;
    private CoreEngine engine;
    private Writes open;

    SteppedLoop(Turns turns, InstantSource clock) {
        this.turns = turns;
        this.clock = clock;
    }

    @Override
    public <T> T perform(BiFunction<CoreEngine, Writes, T> action) {
        return open != null ? action.apply(engine, open) : alone(action);
    }

    private <T> T alone(BiFunction<CoreEngine, Writes, T> action) {
        var request = new Turns.Request<>(action);
        turns.turn(clock.instant(), List.of(request));
        return CoreLoop.answered(request);
    }

    /// Does one turn for all that these calls ask for. What they are answered counts only when this
    /// returns.
    ///
    /// @throws OverloadedException when the store cannot write; then nothing happened
    void together(Runnable calls) {
        alone(
                (core, writes) -> {
                    engine = core;
                    open = writes;
                    try {
                        calls.run();
                        return true;
                    } finally {
                        engine = null;
                        open = null;
                    }
                });
    }

    @Override
    public void nudge() {
        if (open == null) {
            tick();
        }
    }

    /// Does a turn for which only time asks.
    void tick() {
        turns.turn(clock.instant(), List.of());
    }

    /// The engine between turns; none where a turn was given up.
    Optional<CoreEngine> engine() {
        return turns.engine();
    }

    @Override
    public boolean mayWait() {
        return false;
    }

    @Override
    public Optional<String> broken() {
        return turns.broken();
    }

    @Override
    public void close() {
        // There is nothing that runs by itself.
    }
}
