package mesh.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import mesh.cli.ExitCode;
import mesh.cli.UserException;

/// Waits for jobs to end, with a bounded number of waiting requests: jobs end about in the order in
/// which they were given, so those at the front are waited for.
public final class Awaiting {
    /// How many requests wait at once.
    private static final int WINDOW = 32;

    private static final Duration EACH = Duration.ofSeconds(20);

    /// How often in a row a mesh that does not answer, because it is started again, is asked once
    /// more; with the pause between, about half a minute.
    private static final int MOST_RETRIES = 60;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private Awaiting() {}

    /// Waits for one job, however long it takes.
    public static JsonNode ended(MeshClient client, String id) {
        String path = "/v1/jobs/" + MeshClient.encode(id) + "?wait=" + EACH;
        int retries = 0;
        while (true) {
            try {
                JsonNode job = client.get(path);
                if (Job.ended(job)) {
                    return job;
                }
                retries = 0;
            } catch (UserException | ProblemException unanswered) {
                if (!passes(unanswered) || ++retries > MOST_RETRIES) {
                    throw unanswered;
                }
                pause();
            }
        }
    }

    /// Waits for all of these and tells of each once, on the caller's thread.
    public static void ended(MeshClient client, List<String> ids, Consumer<JsonNode> each) {
        Together.each(ids, WINDOW, id -> ended(client, id), each);
    }

    private static boolean passes(RuntimeException unanswered) {
        return unanswered instanceof UserException none
                        && none.exitCode() == ExitCode.NO_CONNECTION
                        && !Thread.currentThread().isInterrupted()
                || unanswered instanceof ProblemException problem
                        && problem.exitCode() == ExitCode.NO_CONNECTION;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw UserException.noConnection("interrupted", stopped);
        }
    }
}
