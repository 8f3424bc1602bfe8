package mesh.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.lab.chaos.plan.Fault;
import mesh.lab.chaos.plan.FaultKind;
import mesh.lab.chaos.process.Cluster;
import mesh.lab.chaos.process.NodePlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is done to processes that only sleep, and whether it was done.
@Timeout(60)
class TroubleTest {
    @TempDir private Path directory;
    private final List<String> said = new ArrayList<>();
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster =
                new Cluster(
                        (_, _) -> List.of("sleep", "60"),
                        directory,
                        List.of(
                                new NodePlan("n1", List.of(), List.of()),
                                new NodePlan("n2", List.of(), List.of())));
        cluster.start(cluster.all());
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private static Fault fault(int number, FaultKind kind, int node, int at, int lasts) {
        return new Fault(
                number,
                Duration.ofMillis(at),
                kind,
                node,
                Duration.ofMillis(lasts),
                null,
                Duration.ZERO);
    }

    private List<Integer> caused(Fault... faults) throws InterruptedException {
        try (var trouble = new Trouble(cluster, said::add)) {
            trouble.run(List.of(faults));
            assertThat(trouble.failures()).isEmpty();
            return trouble.caused().stream().map(one -> one.fault().number()).sorted().toList();
        }
    }

    @Test
    void what_is_dead_is_not_killed_and_does_not_hang() throws InterruptedException {
        assertThat(
                        caused(
                                fault(1, FaultKind.KILL_NODE, 0, 0, 400),
                                fault(2, FaultKind.KILL_NODE, 0, 100, 100),
                                fault(3, FaultKind.HANG, 0, 150, 100),
                                fault(4, FaultKind.HANG, 1, 200, 100)))
                .containsExactly(1, 4);
        assertThat(said).contains("  2  did not happen", "  3  did not happen");
        assertThat(cluster.nodes()).allMatch(node -> node.alive());
    }

    @Test
    void a_hang_that_ends_with_everything_is_none() throws InterruptedException {
        assertThat(
                        caused(
                                fault(1, FaultKind.HANG, 0, 0, 600),
                                fault(2, FaultKind.KILL_ALL, -1, 100, 100),
                                fault(3, FaultKind.KILL_CORE, -1, 150, 100)))
                .containsExactly(2);
        assertThat(said).contains("  1  ended before its time", "  3  did not happen");
    }

    @Test
    void one_that_ended_by_itself_was_not_killed() {
        var node = cluster.nodes().getFirst();
        ProcessHandle.of(node.pid()).orElseThrow().destroy();
        ProcessHandle.of(node.pid()).ifPresent(handle -> handle.onExit().join());
        assertThat(node.kill()).isFalse();
        assertThat(node.unexpectedEnd())
                .hasValueSatisfying(text -> assertThat(text).startsWith("the n1 ended"));
        assertThat(cluster.nodes().getLast().kill()).isTrue();
        assertThat(cluster.nodes().getLast().unexpectedEnd()).isEmpty();
    }
}
