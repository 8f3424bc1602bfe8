package mesh.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.option.BrokerOptions;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.protocol.link.LinkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinksTest {
    @TempDir private Path directory;

    private CommandRun worker(String broker) {
        return CommandRun.of(
                directory,
                "worker",
                "--name",
                "n1",
                "--broker",
                broker,
                "--broker-password",
                "wrong",
                "--data",
                directory.resolve("node").toString());
    }

    @Test
    void says_at_once_that_the_broker_does_not_let_somebody_in() {
        var data = new DataDirectory(directory.resolve("broker"));
        data.create();
        Credentials right = Credentials.keep(data, new Credentials(null, null, null, null, null));
        try (EmbeddedBroker broker = Roles.broker(data, "127.0.0.1", 0, right, false)) {
            CommandRun refused = worker(broker.url());
            assertThat(refused.code()).isEqualTo(ExitCode.NO_CONNECTION);
            assertThat(refused.err())
                    .contains("does not let 'mesh' in: wrong user or password")
                    .contains("MESH_BROKER_PASSWORD")
                    .doesNotContain("waiting", "no broker");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo:bar",
                "localhost:61616",
                "localhost",
                "tcp://localhost",
                "tcp://:61616",
                "tcp://localhost:0",
                "tcp://localhost:99999",
                "http://localhost:8080",
                "tcp://local host:61616"
            })
    void refuses_a_broker_address_that_is_none(String broker) {
        CommandRun wrong = worker(broker);
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .isEqualTo(
                        "error: --broker is an address such as tcp://localhost:61616"
                                + " (tcp://host:port), was '"
                                + broker
                                + "'\n");
    }

    @Test
    void starts_a_role_again_when_its_broker_went_away_meanwhile() {
        var told = new ByteArrayOutputStream();
        var tries = new AtomicInteger();
        String started =
                Links.join(
                        new BrokerOptions(),
                        new DataDirectory(directory),
                        new Screen(System.out, new PrintStream(told, true), System.in, false, 100),
                        () -> {
                            if (tries.incrementAndGet() < 3) {
                                throw new LinkException("the connection is destroyed", null);
                            }
                            return "started";
                        });
        assertThat(started).isEqualTo("started");
        assertThat(tries).hasValue(3);
        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("waiting up to 30 s for a broker");
    }
}
