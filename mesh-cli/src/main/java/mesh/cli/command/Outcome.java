package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.client.Awaiting;
import mesh.cli.client.Job;
import mesh.cli.client.MeshClient;
import mesh.cli.show.Progress;
import mesh.cli.show.Text;

/// Waits for submitted jobs and says what came of them.
final class Outcome {
    private static final int FAILURES_SHOWN = 10;

    private final MeshClient mesh;
    private final Screen screen;
    private final boolean json;

    Outcome(MeshClient mesh, Screen screen, boolean json) {
        this.mesh = mesh;
        this.screen = screen;
        this.json = json;
    }

    int await(List<String> ids) {
        var waiting = new AtomicBoolean(true);
        var interrupted = new Thread(() -> sayThatTheyGoOn(waiting, ids));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return ids.size() == 1 ? one(ids.getFirst()) : many(ids);
        } finally {
            waiting.set(false);
            forget(interrupted);
        }
    }

    private void sayThatTheyGoOn(AtomicBoolean waiting, List<String> ids) {
        if (waiting.get()) {
            screen.err().println();
            screen.err()
                    .println(
                            ids.size() == 1
                                    ? "the job goes on; look with: mesh job " + ids.getFirst()
                                    : "the %d jobs go on; look with: mesh jobs"
                                            .formatted(ids.size()));
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook has nothing more to say.
        }
    }

    private int one(String id) {
        JsonNode job = Awaiting.ended(mesh, id);
        if (json) {
            screen.out().println(job);
        } else if (Job.succeeded(job)) {
            screen.out().println(Text.pretty(job.path("result")));
        } else {
            screen.err().println(failed(job));
        }
        return Job.succeeded(job) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int many(List<String> ids) {
        var failures = new ArrayList<JsonNode>();
        try (Progress progress = Progress.of(screen, ids.size(), json)) {
            Awaiting.ended(
                    mesh,
                    ids,
                    job -> {
                        progress.step();
                        if (json) {
                            screen.out().println(job);
                            screen.flush();
                        }
                        if (!Job.succeeded(job)) {
                            failures.add(job);
                        }
                    });
        }
        if (!json) {
            failures.stream()
                    .limit(FAILURES_SHOWN)
                    .forEach(job -> screen.err().println(failed(job)));
            if (failures.size() > FAILURES_SHOWN) {
                screen.err().println("… and %d more".formatted(failures.size() - FAILURES_SHOWN));
            }
            screen.out()
                    .println(
                            "%d succeeded, %d did not"
                                    .formatted(ids.size() - failures.size(), failures.size()));
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String failed(JsonNode job) {
        return "error: job %s ended as %s: %s"
                .formatted(Job.id(job), Job.state(job), Text.plain(Job.failure(job)));
    }
}
