package mesh.worker;

import static mesh.protocol.message.Progress.Kind.CHECKPOINT;
import static mesh.protocol.message.Progress.Kind.PARTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Needs;
import mesh.worker.detect.Python;
import mesh.worker.handler.Handlers;
import mesh.worker.handler.PythonHandler;
import org.junit.jupiter.api.Test;

/// A job whose node is gone goes on elsewhere from where it was.
class ResumedTest extends WorkerFixture {
    private static final NodeId OTHER = new NodeId("n2");

    /// A hundred steps, each noted in a file; each tenth is saved. The first attempt hangs after
    /// 75.
    private static final String SCRIPT =
            """
            import json, os, sys, time
            log = json.load(sys.stdin)["log"]
            begun = 0
            if "MESH_CHECKPOINT" in os.environ:
                with open(os.environ["MESH_CHECKPOINT"]) as saved:
                    begun = json.load(saved)["done"]
            for step in range(begun + 1, 101):
                with open(log, "a") as steps:
                    print(step, file=steps)
                if step % 10 == 0:
                    print("@mesh progress", step / 100, "step", step)
                    print("@mesh partial", json.dumps(step))
                    print("@mesh checkpoint", json.dumps({"done": step}))
                if step == 75 and os.environ["MESH_ATTEMPT"] == "1":
                    time.sleep(60)
            print(json.dumps({"job": os.environ["MESH_JOB"], "did": 100 - begun}))
            """;

    private static Worker python(
            NodeId name, WorkerConfiguration like, Path there, WatchedLink link) {
        var configuration =
                new WorkerConfiguration(
                        name,
                        like.capabilities(),
                        1,
                        Set.of("python"),
                        there,
                        like.timeLimit(),
                        like.outputLimit(),
                        like.heartbeat(),
                        like.grace());
        var handlers = Handlers.of(List.of(new PythonHandler()), Set.of("python"));
        return Worker.start(configuration, link, handlers);
    }

    private static Assignment assignment(
            Assignment before, NodeId node, String payload, Checkpoint checkpoint) {
        return new Assignment(
                before == null ? job() : before.job(),
                before == null ? 1 : before.attempt() + 1,
                node,
                new JobType("python"),
                Needs.NONE,
                4,
                null,
                new Json(payload),
                checkpoint);
    }

    @Test
    void a_python_job_whose_node_is_gone_at_75_percent_redoes_5_elsewhere() throws IOException {
        assumeThat(Python.detect()).as("a Python 3").isPresent();
        Path log = directory.resolve("steps");
        String payload =
                "{\"script\":%s,\"input\":{\"log\":%s}}"
                        .formatted(MeshJson.write(SCRIPT), MeshJson.write(log.toString()));
        Assignment first = assignment(null, NODE, payload, null);
        var cut = new WatchedLink(broker.connect());
        try (var _ = python(NODE, configuration(), directory.resolve("one"), cut)) {
            core.send(List.of(first));
            var last = new Checkpoint(7, 7, new Json("{\"done\":70}"));
            await().until(() -> steps(log) == 75 && saved(first).contains(last));
            cut.away = true;

            worker =
                    python(
                            OTHER,
                            configuration(),
                            directory.resolve("two"),
                            new WatchedLink(broker.connect()));
            Assignment second = assignment(first, OTHER, payload, last);
            core.send(List.of(second));
            assertThat(settled(second).result())
                    .isEqualTo(new Json("{\"job\":\"" + first.job() + "\",\"did\":30}"));
            assertThat(steps(log)).isEqualTo(105);
            await().until(
                            () ->
                                    saved(second)
                                            .contains(
                                                    new Checkpoint(
                                                            10, 10, new Json("{\"done\":100}"))));
            assertThat(Stream.of(first, second).flatMap(one -> heard(one, PARTIAL).stream()))
                    .extracting(one -> one.partial().number())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());

            cut.away = false; // it was not gone after all
        }
        assertThat(settled(first).outcome()).isEqualTo(Outcome.DECLINED);
    }

    private List<Checkpoint> saved(Assignment assignment) {
        return heard(assignment, CHECKPOINT).stream().map(Progress::checkpoint).toList();
    }

    private static long steps(Path log) throws IOException {
        return Files.exists(log) ? Files.readString(log).lines().count() : 0;
    }
}
