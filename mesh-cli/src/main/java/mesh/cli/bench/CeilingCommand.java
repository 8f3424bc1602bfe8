package mesh.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.link.LinkConfiguration;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.DurationText;
import mesh.cli.option.ParentOption;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.run.Lifetime;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Retry;
import mesh.cli.run.Roles;
import mesh.lab.bench.ceiling.CeilingRun;
import mesh.protocol.json.MeshJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The processes of the bare broker's round trip, which `bench` starts.
@Command(
        name = "ceiling",
        hidden = true,
        sortOptions = false,
        description = "One process of the bare broker's round trip: for bench, which starts it.")
public final class CeilingCommand implements Callable<Integer> {

    /// Which process it is.
    private enum Role {
        all,
        worker,
        client
    }

    private final Screen screen;

    @Parameters(paramLabel = "ROLE", description = "One of ${COMPLETION-CANDIDATES}.")
    private Role role;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationText.class,
            description = "How long before it measures (default: ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "1s",
            converter = DurationText.class,
            description = "How long it measures (default: ${DEFAULT-VALUE}).")
    private Duration window;

    @Option(
            names = "--count",
            paramLabel = "PID",
            split = ",",
            description = "Processes whose CPU time counts too.")
    private List<Long> others = List.of();

    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public CeilingCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        data.create();
        MeshLog.to(data, "ceiling-" + role, screen.err());
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            LinkConfiguration broker = role == Role.all ? within(data, parts) : offered(data);
            if (role != Role.client) {
                parts.add("worker", CeilingRun.work(broker));
            }
            if (role == Role.worker) {
                return lifetime.await();
            }
            keep(data, CeilingRun.measure(broker, warmUp, window, others));
            return ExitCode.DONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private static LinkConfiguration within(DataDirectory data, Parts parts) {
        Credentials credentials =
                Credentials.keep(data, new Credentials(null, null, null, null, null));
        EmbeddedBroker broker =
                parts.add("broker", Roles.broker(data, "127.0.0.1", 0, credentials, false));
        return configuration(broker.inVmUrl(), credentials);
    }

    private LinkConfiguration offered(DataDirectory data) {
        return Retry.until(
                screen,
                "broker under " + data,
                () ->
                        data.endpoints()
                                .flatMap(
                                        there ->
                                                data.credentials()
                                                        .map(
                                                                by ->
                                                                        configuration(
                                                                                there.broker(),
                                                                                by)))
                                .orElseThrow(() -> new Retry.NotYet("no broker is there")));
    }

    private static LinkConfiguration configuration(String url, Credentials credentials) {
        return new LinkConfiguration(
                url, credentials.brokerUser(), credentials.brokerPassword(), "ceiling");
    }

    private static void keep(DataDirectory data, CeilingRun.Found found) {
        Path file = data.path().resolve("ceiling.json");
        try {
            Files.writeString(file, MeshJson.MAPPER.writeValueAsString(found));
        } catch (IOException impossible) {
            throw UserException.unwritten(file.toString(), impossible);
        }
    }
}
