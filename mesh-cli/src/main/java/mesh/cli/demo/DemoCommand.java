package mesh.cli.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.option.CommonOptions;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.run.Keeping;
import mesh.cli.run.Lifetime;
import mesh.cli.run.LocalMesh;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Scratch;
import mesh.worker.detect.Python;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The main job, to be watched: a mesh of five nodes does a real piece of work, and loses one node.
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "See a mesh at work: five nodes, each a process of its own, take a census of Python's"
                    + " whole standard library, one job per module. Half-way one of them is killed.",
            "Exits with 0 only if every job succeeded, the totals are those of a plain run, and no job"
                    + " ran on a node that cannot do it. It uses free ports and a temporary directory,"
                    + " and meets no other mesh."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int LEAST_JOBS = 100;
    private static final int MOST_JOBS = 5_000;
    private static final int INTERRUPTED = 130;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Screen screen;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "5000",
            description =
                    "How many modules at most, 100 to 5000, evenly spread over the library (default:"
                            + " all of them, some 700, which take about a minute; 100 take a few"
                            + " seconds).")
    private int jobs;

    @Option(
            names = "--keep",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Leave the mesh running at the end, until Ctrl-C.")
    private boolean keep;

    @Mixin private CommonOptions common;

    public DemoCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (jobs < LEAST_JOBS || jobs > MOST_JOBS) {
            throw UserException.usage(
                    "--jobs is %d to %d, was %d".formatted(LEAST_JOBS, MOST_JOBS, jobs));
        }
        Python python =
                Python.detect()
                        .orElseThrow(
                                () ->
                                        UserException.usage(
                                                "the demo's jobs are Python programs, and there is no python3 on"
                                                        + " the PATH; install Python 3.8 or newer"));
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            lifetime.exitOnSignal(INTERRUPTED);
            try {
                return run(python, parts, lifetime);
            } catch (RuntimeException failed) {
                if (lifetime.signalled()) {
                    return INTERRUPTED;
                }
                throw failed;
            }
        }
    }

    private int run(Python python, Parts parts, Lifetime lifetime) {
        say(
                "A census of Python %s's standard library by a mesh of five nodes"
                        .formatted(python.version()));
        List<Module> library = StandardLibrary.modules(python);
        Work work = Work.of(library, jobs);
        var data = new DataDirectory(parts.add("directory", Scratch.make("demo")).path());
        MeshLog.to(data, "mesh", screen.err());
        Credentials credentials =
                Credentials.keep(data, new Credentials(null, null, null, null, null));
        Endpoints endpoints =
                LocalMesh.start(
                        new LocalMesh.Plan(
                                data,
                                Keeping.in(data),
                                "127.0.0.1",
                                0,
                                0,
                                0,
                                credentials,
                                true,
                                false,
                                List.of()),
                        parts);
        say(
                "  started    broker, core and auction: API %s, console %s"
                        .formatted(endpoints.http(), endpoints.console()));
        Team team = parts.add("nodes", Team.start(data));
        MeshClient mesh =
                parts.add(
                        "client",
                        new MeshClient(
                                URI.create(endpoints.http()),
                                credentials.token(),
                                "the demo's mesh does not answer"));
        team.awaitJoined(mesh);
        say("  joined     %s; each a process of its own".formatted(team.text()));
        List<String> ids = work.submit(mesh);
        say("  submitted  " + submitted(work, library));
        String killed = watch(mesh, team, ids.size());
        say("  checking   every job's events, and the same census without a mesh");
        int code =
                new Report(
                                Evidence.of(mesh, ids, team.announced()),
                                team,
                                killed,
                                work.plainRun(python))
                        .print(screen);
        return goOn(code, data, credentials, endpoints, lifetime);
    }

    private static String submitted(Work work, List<Module> library) {
        String part =
                work.modules().size() == library.size()
                        ? ""
                        : " (of %d modules; --jobs takes more)".formatted(library.size());
        return "%d census jobs that need python%s, %d small jobs that need a gpu, %d that need nothing"
                .formatted(work.modules().size(), part, work.small(), work.small());
    }

    /// Shows the work until it is done, and kills a node half-way.
    private String watch(MeshClient mesh, Team team, int total) {
        var view = new LiveView(screen, team.nodes(), total);
        String killed = null;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Snapshot now = Snapshot.of(mesh);
            view.show(now);
            if (killed == null && now.ended() >= total / 2) {
                NodeProcess victim = team.victim(now.running());
                victim.kill();
                killed = victim.name();
                view.say(
                        "  killed     %s (process %d) with kill -9, while it ran %s"
                                .formatted(
                                        killed,
                                        victim.pid(),
                                        String.join(
                                                ", ",
                                                now.running()
                                                        .getOrDefault(
                                                                killed, List.of("nothing")))));
            }
            if (now.ended() >= total) {
                return killed;
            }
            if (System.nanoTime() > end) {
                throw UserException.failed(
                        "only %d of %d jobs have ended after %d minutes"
                                .formatted(now.ended(), total, PATIENCE.toMinutes()),
                        null);
            }
            Team.pause(LOOK);
        }
    }

    /// Says where to look next, and keeps the mesh where that is wanted.
    private int goOn(
            int code,
            DataDirectory data,
            Credentials credentials,
            Endpoints endpoints,
            Lifetime lifetime) {
        say("");
        if (!keep) {
            say(WhereNext.ENDED);
            return code;
        }
        say(WhereNext.kept(data, credentials, endpoints));
        lifetime.exitOnSignal(code);
        int ended = lifetime.await();
        return code == ExitCode.DONE ? ended : code;
    }

    private void say(String line) {
        screen.out().println(line);
        screen.out().flush();
    }
}
