package mesh.worker.handler;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.protocol.JobId;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.AttemptRef;
import mesh.worker.program.Marked;
import mesh.worker.program.Program;
import mesh.worker.program.ProgramEnd;
import mesh.worker.program.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs handlers for an attempt with nothing but a directory and small limits.
@Timeout(30)
abstract class HandlerFixture {
    private static Programs programs;
    static final Handlers ALL = Handlers.find(Set.of("python", "process"));

    @TempDir Path directory;
    final List<String> said = new CopyOnWriteArrayList<>();
    Json resumedFrom;
    Duration timeLimit = Duration.ofSeconds(20);

    @BeforeAll
    static void open() {
        programs = new Programs();
    }

    @AfterAll
    static void close() {
        programs.close();
    }

    /// An attempt with nothing but a directory and small limits.
    private record Attempt(
            Path directory, Duration timeLimit, List<String> said, Optional<Json> resumedFrom)
            implements JobContext {
        @Override
        public AttemptRef attempt() {
            return new AttemptRef(new JobId(new UUID(0, 1)), 1);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(double fraction, String message) {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException();
            }
            said.add("progress " + fraction + " " + message);
        }

        @Override
        public int emit(Json partial) {
            said.add("partial " + partial);
            return said.size();
        }

        @Override
        public void checkpoint(Json value) {
            said.add("checkpoint " + value);
        }

        @Override
        public int outputLimit() {
            return 100_000;
        }

        @Override
        public ProgramEnd run(List<String> command, byte[] input) throws InterruptedException {
            return programs.run(new Program(command, input, directory, timeLimit(), outputLimit()));
        }

        @Override
        public ProgramEnd run(List<String> command, byte[] input, Marked marked)
                throws InterruptedException {
            return programs.run(
                    new Program(
                            command,
                            input,
                            directory,
                            timeLimit(),
                            outputLimit(),
                            Map.of("PYTHONUNBUFFERED", "1"),
                            Duration.ZERO,
                            Optional.of(marked)));
        }
    }

    JobContext attempt() {
        return new Attempt(directory, timeLimit, said, Optional.ofNullable(resumedFrom));
    }

    String handle(String type, String payload) throws Exception {
        return ALL.get(new JobType(type)).orElseThrow().handle(new Json(payload), attempt()).text();
    }

    HandlerException failure(String type, String payload) {
        try {
            throw new AssertionError("expected a failure, got " + handle(type, payload));
        } catch (HandlerException failed) {
            return failed;
        } catch (Exception other) {
            throw new AssertionError(other);
        }
    }

    String python(String script, String input) throws Exception {
        return handle("python", payload(script, input));
    }

    static String payload(String script, String input) {
        assumeThat(ALL.types()).as("a Python 3").contains(new JobType("python"));
        return "{\"script\":" + MeshJson.write(script) + ",\"input\":" + input + "}";
    }
}
