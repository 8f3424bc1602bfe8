package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.Awaiting;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.option.BrokerListenOptions;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.CredentialOptions;
import mesh.cli.option.HttpListenOptions;
import mesh.cli.option.JournalOptions;
import mesh.cli.option.ListenOptions;
import mesh.cli.option.NodeOptions;
import mesh.cli.option.ParentOption;
import mesh.cli.option.StoreOptions;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.run.Keeping;
import mesh.cli.run.Lifetime;
import mesh.cli.run.LocalMesh;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A whole mesh in one process.
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Start a mesh: broker, core, auction and nodes in one process. Ctrl-C ends it cleanly.",
            "Its nodes may run Python, with your rights; --allow none forbids it."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh up --workers 4",
            "  ./mesh up --http-port 0 --broker-port 0 --console-port 0 --data /tmp/mesh",
            "  ./mesh worker --name n9                  a further node on this machine"
        })
public final class UpCommand implements Callable<Integer> {
    private static final int MOST_WORKERS = 256;
    private static final double MILLIS = 1000.0;

    private final Screen screen;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many nodes (default: ${DEFAULT-VALUE}); 0 leaves them to others.")
    private int workers;

    @Option(
            names = "--no-auction",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Leave the auction to a process of its own.")
    private boolean noAuction;

    @Option(
            names = "--check",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description =
                    "Run one job through the new mesh, look at its console, and end: a check that all of it works here.")
    private boolean check;

    @Mixin private NodeOptions node;
    @Mixin private ListenOptions listen;
    @Mixin private HttpListenOptions http;
    @Mixin private BrokerListenOptions broker;
    @Mixin private StoreOptions store;
    @Mixin private JournalOptions journal;
    @Mixin private CredentialOptions secrets;
    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public UpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (check && (workers == 0 || noAuction)) {
            throw UserException.usage(
                    "--check runs a job, so it needs the auction and at least one worker");
        }
        if (workers < 0 || workers > MOST_WORKERS) {
            throw UserException.usage(
                    "--workers is 0 to %d, was %d".formatted(MOST_WORKERS, workers));
        }
        DataDirectory data = common.data();
        Keeping keeping = store.keeping(data);
        data.create();
        MeshLog.to(data, "mesh", screen.err());
        announce();
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            Credentials credentials = secrets.keep(data);
            Endpoints endpoints =
                    Starting.orTell(
                            () ->
                                    LocalMesh.start(
                                            plan(data, keeping, credentials),
                                            parts,
                                            lifetime::fail));
            greet(data, credentials, endpoints);
            return check ? check(credentials, endpoints) : lifetime.await();
        }
    }

    /// Says at once what is under way, beside what the command is asked for: the rest takes
    /// seconds.
    private void announce() {
        String parts = "starting broker, console, core" + (noAuction ? "" : ", auction");
        String nodes = workers == 0 ? "" : " and " + nodes();
        screen.err().println(parts + nodes + " …");
        screen.err().flush();
    }

    private String nodes() {
        return workers == 1 ? "1 node" : workers + " nodes";
    }

    private int check(Credentials credentials, Endpoints endpoints) {
        String question = "{\"type\":\"echo\",\"payload\":\"hello\",\"timeout\":\"PT30S\"}";
        try (var mesh =
                new MeshClient(
                        URI.create(endpoints.http()),
                        credentials.token(),
                        "the new mesh does not answer at " + endpoints.http())) {
            JsonNode asked = mesh.post("/v1/jobs", MeshClient.JSON, question, Map.of());
            JsonNode job = Awaiting.ended(mesh, Job.id(asked));
            boolean echoed = Job.succeeded(job) && job.path("result").asText().equals("hello");
            if (echoed && !isShown(endpoints.console())) {
                screen.out().println("A job went through it, but its console does not answer.");
                return ExitCode.FAILED;
            }
            screen.out()
                    .println(
                            echoed
                                    ? "A job went through it: all of it works."
                                    : "A job did not go through it: " + Job.failure(job));
            return echoed ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    /// The console starts when somebody comes.
    private static boolean isShown(String console) {
        try {
            var asked = (HttpURLConnection) URI.create(console + "/").toURL().openConnection();
            boolean shown = asked.getResponseCode() == HttpURLConnection.HTTP_OK;
            asked.disconnect();
            return shown;
        } catch (IOException unheard) {
            return false;
        }
    }

    private LocalMesh.Plan plan(DataDirectory data, Keeping keeping, Credentials credentials) {
        return new LocalMesh.Plan(
                data,
                keeping,
                listen.host(),
                http.httpPort(),
                broker.brokerPort(),
                broker.consolePort(),
                credentials,
                !noAuction,
                journal.acceptEmpty(),
                IntStream.rangeClosed(1, workers)
                        .mapToObj(
                                i ->
                                        node.configuration(
                                                "n" + i,
                                                data.path().resolve("work").resolve("n" + i),
                                                Set.of("python")))
                        .toList());
    }

    private void greet(DataDirectory data, Credentials credentials, Endpoints endpoints) {
        // The system's own start of a process is only known to the second.
        long took =
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        String elsewhere = data.path().toString().equals("mesh-data") ? "" : " --data " + data;
        screen.out()
                .println(
                        """
                        The mesh is ready (%.1f s) with %s.
                          API      %s    its token: ./mesh token%s
                          console  %s    user %s, password in %s/credentials.json
                          broker   %s    for further nodes: ./mesh worker --name NAME%s
                          log      %s/mesh.log
                        Try:  ./mesh submit echo --payload '"hello"' --wait%s
                        Ctrl-C ends it."""
                                .formatted(
                                        took / MILLIS,
                                        nodes(),
                                        endpoints.http(),
                                        elsewhere,
                                        endpoints.console(),
                                        credentials.consoleUser(),
                                        data,
                                        endpoints.broker(),
                                        elsewhere,
                                        data,
                                        elsewhere));
        screen.out().flush();
    }
}
