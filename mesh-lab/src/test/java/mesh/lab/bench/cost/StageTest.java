package mesh.lab.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTest {
    private static Stage of(String... innermostFirst) {
        return Stage.of(List.of(innermostFirst));
    }

    @Test
    void a_library_counts_for_who_calls_it() {
        assertThat(
                        of(
                                "java.util.HashMap",
                                "com.fasterxml.jackson.core.JsonParser",
                                "mesh.protocol.json.MeshJson",
                                "mesh.core.http.JobFields",
                                "io.helidon.webserver.Handler"))
                .isEqualTo(Stage.HTTP);
        assertThat(of("org.sqlite.core.NativeDB", "mesh.core.store.JdbcWriter"))
                .isEqualTo(Stage.STORE);
    }

    @Test
    void the_innermost_that_belongs_to_one_decides() {
        assertThat(of("mesh.core.store.JdbcWriter", "mesh.core.service.Turns"))
                .isEqualTo(Stage.STORE);
        assertThat(of("mesh.core.service.Inbox", "mesh.artemis.link.BatchReader"))
                .isEqualTo(Stage.CORE);
    }

    @Test
    void what_both_ends_of_a_link_go_through_counts_for_the_end_that_called() {
        String channel = "org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl";
        assertThat(of(channel, "org.apache.activemq.artemis.core.client.impl.ClientProducerImpl"))
                .isEqualTo(Stage.LINK);
        assertThat(of(channel, "org.apache.activemq.artemis.utils.actors.ProcessorBase"))
                .isEqualTo(Stage.BROKER);
        assertThat(of("org.apache.activemq.artemis.core.server.impl.QueueImpl"))
                .isEqualTo(Stage.BROKER);
    }

    @Test
    void threads_of_the_virtual_machine_are_known_by_name() {
        assertThat(Stage.ofThread("C2 CompilerThre")).isEqualTo(Stage.JIT);
        assertThat(Stage.ofThread("VM Thread")).isEqualTo(Stage.GC);
        assertThat(Stage.ofThread("GC Thread#0")).isEqualTo(Stage.GC);
        assertThat(Stage.ofThread("core-loop")).isNull();
        assertThat(of("java.lang.Thread")).isEqualTo(Stage.OTHER);
    }
}
