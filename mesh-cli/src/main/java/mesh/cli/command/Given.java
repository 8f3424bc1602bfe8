package mesh.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import mesh.cli.UserException;
import mesh.protocol.json.MeshJson;

/// Reads what a person gives on the command line.
final class Given {
    private Given() {}

    /// Needs: what begins like a JSON list or map is one, all else is a selector.
    static JsonNode needs(String text) {
        String needs = text.strip();
        return needs.startsWith("[") || needs.startsWith("{")
                ? json("--needs", needs)
                : TextNode.valueOf(needs);
    }

    /// A payload: JSON, `@file`, or `-` for the standard input.
    static JsonNode payload(String text, InputStream in) {
        return json("--payload", text, in);
    }

    /// What an option says: JSON, `@file`, or `-` for the standard input.
    static JsonNode json(String option, String text, InputStream in) {
        if (text.equals("-") || text.startsWith("@")) {
            return json(
                    option + " " + text,
                    content(text.startsWith("@") ? text.substring(1) : text, in));
        }
        return json(option, text);
    }

    /// The text of a file, or of the standard input for `-`.
    static String content(String file, InputStream in) {
        try {
            return file.equals("-")
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw UserException.unreadable(file, unreadable);
        }
    }

    private static JsonNode json(String option, String text) {
        try {
            JsonNode value = MeshJson.MAPPER.readTree(text);
            if (value != null && !value.isMissingNode()) {
                return value;
            }
            throw UserException.usage(option + " is empty; JSON's nothing is null");
        } catch (JsonProcessingException wrong) {
            throw UserException.usage(
                    "%s is not JSON: %s (line %d, column %d); a text is written in quotes: '\"hello\"'"
                            .formatted(
                                    option,
                                    wrong.getOriginalMessage(),
                                    wrong.getLocation() == null
                                            ? 1
                                            : wrong.getLocation().getLineNr(),
                                    wrong.getLocation() == null
                                            ? 1
                                            : wrong.getLocation().getColumnNr()));
        }
    }
}
