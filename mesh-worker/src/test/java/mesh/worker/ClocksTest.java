package mesh.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.link.Source;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A node's clock decides nothing: leases and deadlines are the core's to judge.
class ClocksTest extends WorkerFixture {
    private static final Pattern CLOCK =
            Pattern.compile(
                    "Instant\\.now|currentTimeMillis|InstantSource|\\bClock\\b|LocalDate|LocalTime"
                            + "|new Date\\(|\\.deadline\\(\\)|\\.at\\(\\)");

    /// The rest of the mesh, and with it the deadline, is an hour before or behind this node.
    @ParameterizedTest
    @ValueSource(ints = {-60, 60})
    void runs_what_it_is_assigned_whatever_time_the_others_have(int minutes) {
        var others = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(minutes));
        var broker = new MemoryBroker(others);
        var settlements = new CopyOnWriteArrayList<Settlement>();
        try (Link core = broker.connect()) {
            core.subscribe(
                    Source.settlements("core"),
                    batch -> {
                        batch.forEach(one -> settlements.add(one.message()));
                        return List.of();
                    });
            start(configuration(), broker.connect());
            Instant deadline = others.instant().plusSeconds(1);
            core.send(
                    List.of(
                            new Assignment(
                                    job(),
                                    1,
                                    NODE,
                                    new JobType("sleep"),
                                    Needs.NONE,
                                    4,
                                    deadline,
                                    new Json("{\"millis\":20}"))));
            await().until(() -> !settlements.isEmpty());
            assertThat(settlements.getFirst().outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    /// Not even by accident: nothing in a node looks at the time of day, at a deadline, or at when
    /// a message came. What has to be measured is measured with a clock that nobody sets.
    @Test
    void no_part_of_a_node_knows_what_time_it_is() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(40);
            for (Path source : sources) {
                assertThat(
                                CLOCK.matcher(Files.readString(source))
                                        .results()
                                        .map(hit -> hit.group()))
                        .as(source.toString())
                        .isEmpty();
            }
        }
    }
}
