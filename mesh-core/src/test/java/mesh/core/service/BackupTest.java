package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echoes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import mesh.core.job.StateName;
import mesh.core.store.StoreCopy;
import mesh.core.store.StoreException;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a store whose core goes on.
class BackupTest extends RuntimeFixture {
    @TempDir private Path elsewhere;

    @Test
    void a_copy_under_load_has_every_job_that_was_acknowledged_and_a_core_goes_on_from_it()
            throws Exception {
        Set<JobId> acknowledged = ConcurrentHashMap.newKeySet();
        var goOn = new AtomicBoolean(true);
        List<Thread> clients =
                IntStream.range(0, 4)
                        .mapToObj(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            while (goOn.get()) {
                                                                acknowledged.addAll(
                                                                        service.submit(
                                                                                echoes(5), null));
                                                            }
                                                        }))
                        .toList();
        await().until(() -> acknowledged.size() > 200);
        Set<JobId> before = Set.copyOf(acknowledged);
        Path copy = elsewhere.resolve("copy.db");
        StoreCopy.Taken taken = StoreCopy.take(file, copy, false);
        goOn.set(false);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(taken.jobs()).isGreaterThanOrEqualTo(before.size());
        assertThat(taken.bytes()).isEqualTo(Files.size(copy));
        try (var files = Files.list(elsewhere)) {
            assertThat(files).containsExactly(copy);
        }
        Path fresh = elsewhere.resolve("fresh/core.db");
        Files.createDirectory(fresh.getParent());
        assertThat(StoreCopy.restore(copy, fresh)).isEqualTo(taken);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rw-------");
        file = fresh;
        restart();
        await().until(
                        () -> {
                            settleOffered();
                            return service.stats().jobs().get("succeeded") == taken.jobs();
                        });
        assertThat(before)
                .allSatisfy(
                        id ->
                                assertThat(service.job(id).orElseThrow().state())
                                        .isEqualTo(StateName.SUCCEEDED));
    }

    /// What the node does that every offer goes to.
    private void settleOffered() {
        for (Offer offer = offers.poll(); offer != null; offer = offers.poll()) {
            var ref = new AttemptRef(offer.job(), offer.attempt());
            outside.send(List.of(Settlement.succeeded(ref, N1, new Json("1"), null)));
        }
    }

    @Test
    void overwrites_nothing_that_it_is_not_told_to() throws Exception {
        submit();
        Path copy = Files.writeString(elsewhere.resolve("copy.db"), "precious");
        assertThatThrownBy(() -> StoreCopy.take(file, copy, false))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is there already");
        assertThatThrownBy(() -> StoreCopy.take(file, copy, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is no copy of a store");
        assertThat(copy).hasContent("precious");
        Path earlier = elsewhere.resolve("earlier.db");
        StoreCopy.take(file, earlier, false);
        assertThat(StoreCopy.take(file, earlier, true).jobs()).isOne();
        assertThat(StoreCopy.take(file, Files.createFile(elsewhere.resolve("new")), true).jobs())
                .isOne();
        assertThatThrownBy(() -> StoreCopy.restore(copy, file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is a store already");
    }

    @Test
    void a_store_in_use_gives_way_to_no_copy() throws Exception {
        submit();
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path own = file.resolveSibling(file.getFileName() + suffix);
            assertThatThrownBy(() -> StoreCopy.take(file, own, true))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is the store itself");
        }
        Path link = Files.createSymbolicLink(elsewhere.resolve("link.db"), file);
        assertThatThrownBy(() -> StoreCopy.take(file, link, true))
                .hasMessageContaining("is the store itself");
        Path other = Files.writeString(elsewhere.resolve("core.db"), "precious");
        Files.writeString(elsewhere.resolve("core.db-wal"), "");
        assertThatThrownBy(() -> StoreCopy.take(file, other, true))
                .hasMessageContaining("is a store in use");
        assertThat(other).hasContent("precious");
        JobId later = submit();
        restart();
        assertThat(service.job(later)).isPresent();
    }

    @Test
    void copies_and_restores_stores_alone() throws Exception {
        Path none = elsewhere.resolve("none.db");
        Path copy = elsewhere.resolve("copy.db");
        assertThatThrownBy(() -> StoreCopy.take(none, copy, false))
                .hasMessageContaining("there is no store at");
        Path text = Files.writeString(elsewhere.resolve("text.db"), "this is text ".repeat(100));
        assertThatThrownBy(() -> StoreCopy.take(text, copy, false))
                .hasMessageContaining("is not the store of a mesh");
        assertThatThrownBy(() -> StoreCopy.restore(text, copy))
                .hasMessageContaining("is not the store of a mesh");
        for (Path directory : List.of(elsewhere, Path.of("/"))) {
            assertThatThrownBy(() -> StoreCopy.take(file, directory, true))
                    .hasMessageContaining("is a directory");
        }
        Path nowhere = elsewhere.resolve("nowhere/copy.db");
        assertThatThrownBy(() -> StoreCopy.take(file, nowhere, false))
                .hasMessageContaining("there is no directory");
        Path empty = Files.createFile(elsewhere.resolve("empty.db"));
        assertThatThrownBy(() -> StoreCopy.restore(empty, copy))
                .hasMessageContaining("is not the store of a mesh");
        assertThatThrownBy(() -> StoreCopy.restore(none, copy))
                .hasMessageContaining("there is no file");
        assertThat(copy).doesNotExist();
        try (var files = Files.list(elsewhere)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void a_damaged_copy_is_not_restored() throws Exception {
        submit();
        Path copy = elsewhere.resolve("copy.db");
        StoreCopy.take(file, copy, false);
        byte[] bytes = Files.readAllBytes(copy);
        for (int i = bytes.length / 2; i < bytes.length; i++) {
            bytes[i] = (byte) 0xA5;
        }
        Files.write(copy, bytes);
        Path store = elsewhere.resolve("core.db");
        assertThatThrownBy(() -> StoreCopy.restore(copy, store)).isInstanceOf(StoreException.class);
        assertThat(store).doesNotExist();
    }
}
