package mesh.core.http;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import mesh.core.Jobs;
import mesh.core.engine.CoreSettings;
import mesh.core.service.CoreRuntime;
import mesh.core.service.FailingStore;
import mesh.core.store.MemoryStore;
import mesh.core.store.Store;
import mesh.protocol.JobId;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A server over a real core, on a store and a broker in memory; a test plays the auction and the
/// nodes.
abstract class RealCoreTest {
    private final MemoryBroker broker = new MemoryBroker(InstantSource.system());
    final FailingStore.Switch disk = new FailingStore.Switch();
    final Store store = new FailingStore(new MemoryStore(), disk);
    final Link outside = broker.connect();
    private CutLink link;
    private CoreRuntime core;
    private HttpServer server;
    Client client;

    @BeforeEach
    final void start() {
        begin();
        outside.send(List.of(Jobs.heartbeat(Jobs.N1, "a", 1, List.of())));
        await().until(() -> core.service().nodes().size() == 1);
    }

    private void begin() {
        link = new CutLink(broker.connect());
        core = CoreRuntime.start(CoreSettings.DEFAULTS, store, link, InstantSource.system());
        server =
                HttpServer.start(
                        new HttpConfiguration("127.0.0.1", 0, Client.TOKEN), core.service());
        client = new Client(server.url());
    }

    @AfterEach
    final void end() {
        client.close();
        server.close();
        core.close();
        link.close();
    }

    /// Nothing can be sent from now on, until the core is started again.
    final void loseBroker() {
        link.cut();
    }

    final void restart() {
        end();
        begin();
    }

    final JobId submit(String body) {
        return JobId.parse(client.post("/v1/jobs", body).id()).orElseThrow();
    }

    static void assertProblem(Client.Answer answer, int status, String kind) {
        ServerTest.assertProblem(answer, status, kind);
    }

    final JsonNode job(JobId id) {
        return client.get("/v1/jobs/" + id).json();
    }

    final void awaitState(JobId id, String state) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> job(id).path("state").asText().equals(state));
    }

    /// Awards a job's attempt and starts it.
    final AttemptRef run(JobId id, int attempt) {
        var ref = new AttemptRef(id, attempt);
        outside.send(List.of(new Award(id, attempt, Jobs.N1, null)));
        awaitState(id, "assigned");
        outside.send(List.of(Progress.started(ref, Jobs.N1)));
        awaitState(id, "running");
        return ref;
    }

    /// A job that was tried once and failed for good.
    final JobId dead(String body) {
        JobId id = submit(body);
        die(id);
        return id;
    }

    final void die(JobId id) {
        AttemptRef ref = run(id, 1);
        var error = new JobError(ErrorCode.HANDLER_ERROR, "no such file");
        outside.send(
                List.of(
                        Settlement.unsuccessful(
                                ref, Jobs.N1, Settlement.Outcome.FAILED, error, null)));
        awaitState(id, "failed");
    }
}
