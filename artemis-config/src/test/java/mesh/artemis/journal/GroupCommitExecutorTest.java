package mesh.artemis.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitExecutorTest {
    @Test
    void what_comes_together_is_written_together() throws Exception {
        var said = new ArrayList<String>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var executor = new GroupCommitExecutor(threads, () -> said.add("written"));
            var begun = new CountDownLatch(1);
            var all = new CountDownLatch(1);
            executor.execute(
                    () -> {
                        begun.countDown();
                        await(all);
                    });
            // One that comes before the first has begun has its own thread look again, in vain.
            begun.await();
            executor.execute(() -> said.add("a"));
            executor.execute(() -> said.add("b"));
            all.countDown();
        }
        assertThat(said).isEqualTo(List.of("a", "b", "written"));
    }

    @Test
    void goes_on_where_a_task_or_the_writing_fails() throws Exception {
        var said = new ArrayList<String>();
        var executor =
                new GroupCommitExecutor(
                        Runnable::run,
                        () -> {
                            said.add("written");
                            throw new IllegalStateException("the disk is gone");
                        });
        executor.execute(
                () -> {
                    throw new IllegalStateException("no such file");
                });
        executor.execute(() -> said.add("a"));
        assertThat(said).isEqualTo(List.of("written", "a", "written"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
