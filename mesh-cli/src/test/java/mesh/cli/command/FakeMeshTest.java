package mesh.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mesh.cli.CommandRun;
import mesh.cli.client.FakeMesh;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Commands that are run against a server which answers as it was told.
abstract class FakeMeshTest {
    @TempDir Path directory;
    FakeMesh mesh;

    @BeforeEach
    final void start() throws IOException {
        mesh = new FakeMesh();
    }

    @AfterEach
    final void stop() {
        mesh.close();
    }

    /// Asks once.
    CommandRun run(String... arguments) {
        // So short that even the quickest answer comes after it.
        return patiently("PT0.000000001S", arguments);
    }

    /// Asks again for so long.
    CommandRun patiently(String duration, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", mesh.url(), "--token", FakeMesh.TOKEN));
        all.addAll(List.of("--retry-for", duration));
        return CommandRun.of(directory, all.toArray(String[]::new));
    }

    static String job(String id, String state) {
        return """
               {"id": "%s", "type": "echo", "state": "%s", "attempt": 1, "maxAttempts": 3, "node": "n1",
                "priority": 4, "needs": null, "labels": {}, "createdAt": "2026-01-01T00:00:00Z",
                "result": {"a": 1}, "error": %s}"""
                .formatted(
                        id,
                        state,
                        state.equals("failed")
                                ? "{\"code\": \"handler-error\", \"message\": \"no such file\"}"
                                : "null");
    }
}
