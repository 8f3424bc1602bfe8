package mesh.core.service;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreEngine;
import mesh.core.store.Writes;

/// The way into the turns, through which everything goes that changes anything. In a core that runs
/// it is a thread ({@link ThreadedLoop}); whoever steps a core by hand has {@link SteppedLoop}.
interface CoreLoop extends AutoCloseable {

    /// Has something done in a turn, and returns once it is on the disk.
    ///
    /// @throws OverloadedException when too much is waiting or the store cannot write
    <T> T perform(BiFunction<CoreEngine, Writes, T> action);

    /// The same for what nobody waits for: it may wait some milliseconds for company.
    default <T> T performSoon(BiFunction<CoreEngine, Writes, T> action) {
        return perform(action);
    }

    /// Asks for a turn soon, in which nobody waits for anything.
    void nudge();

    /// Whether who was refused may wait where it stands and ask again; a simulation's only thread
    /// may not.
    boolean mayWait();

    /// Why nothing can be written now; empty where all is well.
    Optional<String> broken();

    @Override
    void close();

    /// What a request was answered, once it is.
    static <T> T answered(Turns.Request<T> request) {
        try {
            return request.answer().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } catch (CancellationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
