package mesh.core.service;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import mesh.core.CoreService;
import mesh.core.engine.CoreEngine;
import mesh.core.engine.CoreSettings;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.protocol.link.Link;

/// A core that does nothing by itself: the very classes of one that runs, for a simulation that
/// decides what happens when. One thread at a time.
///
/// A batch that its link brings is done at once, in a turn of its own; where the store cannot write
/// the handler throws, and the batch is to come again.
public final class SteppedCore implements AutoCloseable {
    private final CoreRuntime runtime;
    private final SteppedLoop loop;

    private SteppedCore(CoreRuntime runtime, SteppedLoop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /// Reads the store, takes up what is open, and begins to listen to the broker.
    ///
    /// @param chance of which ids are made
    public static SteppedCore start(
            CoreSettings settings,
            Store store,
            Link link,
            InstantSource clock,
            RandomGenerator chance) {
        var made = new SteppedLoop[1];
        var runtime =
                new CoreRuntime(
                        settings,
                        store,
                        link,
                        clock,
                        () -> chance,
                        Retention.FOREVER,
                        turns -> made[0] = new SteppedLoop(turns, clock));
        runtime.open(link);
        return new SteppedCore(runtime, made[0]);
    }

    public CoreService service() {
        return runtime.service();
    }

    /// Does a turn for which only time asks.
    public void tick() {
        loop.tick();
    }

    /// Sends the oldest of what turns have left to send.
    ///
    /// @return whether there was something
    public boolean send() {
        return runtime.outbox().step();
    }

    /// Does one turn, with one commit, for all that these calls ask of the {@link #service}. What
    /// they are answered counts only when this returns.
    ///
    /// @throws mesh.core.OverloadedException when the store cannot write; then nothing happened
    public void together(Runnable calls) {
        loop.together(calls);
    }

    /// Looks at the engine between turns; empty after a failure, until the next turn reads the
    /// store.
    public <T> Optional<T> look(Function<CoreEngine, T> question) {
        return loop.engine().map(question);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
