package mesh.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import mesh.cli.UserException;
import mesh.protocol.json.Encoding;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;

/// Reads what a person gives on the command line.
final class Given {
    private Given() {}

    /// Needs: what begins like a JSON list or map is one, all else is a selector.
    static JsonNode needs(String text) {
        String needs = text.strip();
        return needs.startsWith("[") || needs.startsWith("{")
                ? read("--needs", () -> MeshJson.tree(needs))
                : TextNode.valueOf(needs);
    }

    /// A payload, to the letter: JSON, `@file`, or `-` for the standard input.
    static JsonNode payload(String text, InputStream in) {
        return read(
                named("--payload", text), () -> MeshJson.unread(MeshJson.opaque(bytes(text, in))));
    }

    /// What an option says: JSON, `@file`, or `-` for the standard input.
    ///
    /// @param kept the paths of values that are kept to the letter
    static JsonNode json(String option, String text, InputStream in, String... kept) {
        return read(named(option, text), () -> MeshJson.tree(bytes(text, in), kept));
    }

    /// Labels as `name=value`. A job has one value of each name, so one that is given twice is an
    /// error.
    static Map<String, String> labels(List<String> given) {
        var labels = new LinkedHashMap<String, String>();
        for (String label : given) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw UserException.usage("--label is NAME=VALUE, was '%s'".formatted(label));
            }
            String name = label.substring(0, equals);
            String value = label.substring(equals + 1);
            String before = labels.putIfAbsent(name, value);
            if (before != null) {
                throw UserException.usage(
                        "--label %s is given twice, as '%s' and as '%s'"
                                .formatted(name, before, value));
            }
        }
        return labels;
    }

    private static String named(String option, String text) {
        return isElsewhere(text) ? option + " " + text : option;
    }

    private static boolean isElsewhere(String text) {
        return text.equals("-") || text.startsWith("@");
    }

    private static byte[] bytes(String text, InputStream in) {
        return isElsewhere(text)
                ? raw(text.startsWith("@") ? text.substring(1) : text, in)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    /// The text of a file, or of the standard input for `-`.
    static String content(String file, InputStream in) {
        byte[] bytes = raw(file, in);
        int wrong = Encoding.firstWrong(bytes);
        if (wrong >= 0) {
            throw UserException.usage(
                    "%s is no UTF-8: byte 0x%02X at %d belongs to no character"
                            .formatted(file, bytes[wrong], wrong));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] raw(String file, InputStream in) {
        try {
            return file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException unreadable) {
            throw UserException.unreadable(file, unreadable);
        }
    }

    private static JsonNode read(String option, Supplier<JsonNode> reading) {
        try {
            return reading.get();
        } catch (NotJsonException wrong) {
            if (wrong.isBlank()) {
                throw UserException.usage(option + " is empty; JSON's nothing is null");
            }
            throw UserException.usage(
                    "%s is not JSON: %s (line %d, column %d); a text is written in quotes: '\"hello\"'"
                            .formatted(option, wrong.reason(), wrong.line(), wrong.column()));
        }
    }
}
