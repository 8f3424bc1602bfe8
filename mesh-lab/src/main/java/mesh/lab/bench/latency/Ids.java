package mesh.lab.bench.latency;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.lab.bench.client.Answer;

/// The ids in an answer to a submission, `{"ids":["…","…"]}` or the job with its id as the first
/// field. Nothing else is looked at.
final class Ids {
    private static final int LENGTH = 36;

    /// From one id of a list to the next.
    private static final String BETWEEN = "\",\"";

    private Ids() {}

    /// @throws IllegalArgumentException where there is no id in the place of one
    static List<UUID> in(Answer answer) {
        var text = new String(answer.body(), StandardCharsets.US_ASCII);
        boolean many = text.startsWith("{\"ids\":[\"");
        int at = many ? "{'ids':['".length() : "{'id':'".length();
        var ids = new ArrayList<UUID>();
        do {
            if (at + LENGTH > text.length()) {
                throw new IllegalArgumentException("an answer names no id: " + text);
            }
            ids.add(UUID.fromString(text.substring(at, at + LENGTH)));
            at += LENGTH + BETWEEN.length();
        } while (many && text.startsWith(BETWEEN, at - BETWEEN.length()));
        return ids;
    }
}
