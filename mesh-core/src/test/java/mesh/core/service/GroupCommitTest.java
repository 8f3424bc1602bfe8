package mesh.core.service;

import static mesh.core.Jobs.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import mesh.core.IdempotencyKey;
import mesh.core.engine.CoreSettings;
import mesh.core.store.MemoryStore;
import mesh.core.store.Retention;
import mesh.core.store.Store;
import mesh.core.store.Writes;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many submissions share one write to the disk, and one alone waits for nobody.
class GroupCommitTest {
    private static final int CLIENTS = 64;

    private final MemoryStore memory = new MemoryStore();
    private final List<Integer> commits = new CopyOnWriteArrayList<>();

    /// How many keys each question was about.
    private final List<Integer> questions = new CopyOnWriteArrayList<>();

    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean held;
    private final Link link = new MemoryBroker(InstantSource.system()).connect();
    private CoreRuntime core;

    @BeforeEach
    void start() {
        var counting =
                (Store)
                        Proxy.newProxyInstance(
                                Store.class.getClassLoader(),
                                new Class<?>[] {Store.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("commit")) {
                                        count((Writes) arguments[0]);
                                    }
                                    if (method.getName().equals("remembered")) {
                                        questions.add(((List<?>) arguments[0]).size());
                                    }
                                    return method.invoke(memory, arguments);
                                });
        core =
                CoreRuntime.start(
                        CoreSettings.DEFAULTS,
                        Retention.FOREVER,
                        counting,
                        link,
                        InstantSource.system());
    }

    @AfterEach
    void end() {
        gate.countDown();
        core.close();
        link.close();
    }

    /// Notes how many jobs a commit admits; while the gate is closed it takes as long.
    private void count(Writes writes) throws InterruptedException {
        if (!writes.admitted().isEmpty()) {
            commits.add(writes.admitted().size());
            if (held) {
                gate.await();
            }
        }
    }

    private void submit() {
        core.service().submit(List.of(echo()), null);
    }

    private void submit(int key) {
        core.service().submit(List.of(echo()), new IdempotencyKey("k" + key, "h"));
    }

    @Test
    void those_who_come_while_a_commit_is_under_way_share_the_next() throws Exception {
        held = true;
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofPlatform().start(this::submit));
        }
        // Each has asked and waits for its answer.
        await().until(() -> clients.stream().allMatch(GroupCommitTest::waits));
        gate.countDown();
        for (Thread client : clients) {
            client.join();
        }
        assertThat(commits.stream().mapToInt(Integer::intValue).sum()).isEqualTo(CLIENTS);
        assertThat(commits).hasSizeLessThanOrEqualTo(2);
    }

    /// Whether a client waits for its answer, and not for a lock on the way.
    private static boolean waits(Thread client) {
        Object reason = LockSupport.getBlocker(client);
        return client.getState() == Thread.State.WAITING
                && reason != null
                && !(reason instanceof AbstractOwnableSynchronizer);
    }

    @Test
    void one_alone_is_not_held_back_for_company() {
        for (int i = 0; i < CLIENTS; i++) {
            submit();
            assertThat(commits).hasSize(i + 1).containsOnly(1);
        }
    }

    @Test
    void what_their_keys_stand_for_is_asked_at_once() throws Exception {
        held = true;
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            int key = i / 2;
            clients.add(Thread.ofPlatform().start(() -> submit(key)));
        }
        await().until(() -> clients.stream().allMatch(GroupCommitTest::waits));
        gate.countDown();
        for (Thread client : clients) {
            client.join();
        }
        assertThat(core.service().stats().jobs()).containsEntry("queued", CLIENTS / 2L);
        assertThat(questions).hasSizeLessThanOrEqualTo(2);
        assertThat(questions.getLast()).isGreaterThanOrEqualTo(CLIENTS / 4);
    }
}
