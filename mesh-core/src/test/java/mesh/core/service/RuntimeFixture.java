package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import mesh.core.CoreService;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.core.store.Retention;
import mesh.core.store.SqliteStore;
import mesh.core.store.Store;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A core on a real store and a broker in memory, and a test that plays everyone else.
abstract class RuntimeFixture {
    final MemoryBroker broker = new MemoryBroker(InstantSource.system());
    final Link outside = broker.connect();
    final ConcurrentLinkedQueue<Offer> offers = new ConcurrentLinkedQueue<>();
    final FailingStore.Switch disk = new FailingStore.Switch();
    Retention retention = Retention.FOREVER;
    Path file;
    Store store;
    Link link;
    CoreRuntime core;
    CoreService service;

    @BeforeEach
    void start(@TempDir Path directory) {
        file = directory.resolve("core.db");
        begin(CoreSettings.DEFAULTS);
        outside.subscribe(
                Source.offers(),
                batch -> {
                    batch.forEach(delivery -> offers.add(delivery.message()));
                    return List.of();
                });
        outside.send(List.of(heartbeat(N1, "a", 1, List.of()), heartbeat(N2, "a", 1, List.of())));
        await().until(() -> service.nodes().size() == 2);
    }

    void begin(CoreSettings settings) {
        store = new FailingStore(SqliteStore.open(file), disk);
        link = broker.connect();
        core = CoreRuntime.start(settings, retention, store, link, InstantSource.system());
        service = core.service();
    }

    @AfterEach
    void end() {
        core.close();
        link.close();
        store.close();
        outside.close();
    }

    void restart() {
        core.close();
        link.close();
        store.close();
        begin(CoreSettings.DEFAULTS);
    }

    JobId submit() {
        return service.submit(List.of(echo()), null).getFirst();
    }

    void succeed(JobId id, int attempt) {
        var ref = new AttemptRef(id, attempt);
        outside.send(List.of(new Award(id, attempt, N1, null)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.ASSIGNED);
        outside.send(List.of(Progress.started(ref, N1)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.RUNNING);
        outside.send(List.of(Settlement.succeeded(ref, N1, new Json("7"), null)));
    }
}
