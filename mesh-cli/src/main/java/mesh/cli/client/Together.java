package mesh.cli.client;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import mesh.cli.UserException;

/// Asks for many things with a bounded number of requests at once.
public final class Together {
    private Together() {}

    /// Asks for each of these and hands over every answer once, in the order in which they come, on
    /// the caller's thread. What fails for one ends it for all.
    ///
    /// @param atOnce how many requests are under way at most
    public static <T> void each(
            List<String> ids, int atOnce, Function<String, T> ask, Consumer<T> take) {
        boolean all = false;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                var asking = new ExecutorCompletionService<T>(threads);
                Iterator<String> next = ids.iterator();
                for (int i = 0; i < atOnce; i++) {
                    begin(asking, next, ask);
                }
                for (int i = 0; i < ids.size(); i++) {
                    Future<T> done = asking.take();
                    begin(asking, next, ask);
                    take.accept(done.get());
                }
                all = true;
            } finally {
                if (!all) {
                    // Otherwise the failure would be told when the last of the others has its
                    // answer.
                    threads.shutdownNow();
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
    }

    private static <T> void begin(
            CompletionService<T> asking, Iterator<String> next, Function<String, T> ask) {
        if (next.hasNext()) {
            String id = next.next();
            asking.submit(() -> ask.apply(id));
        }
    }
}
