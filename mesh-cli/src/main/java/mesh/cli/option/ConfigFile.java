package mesh.cli.option;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.cli.UserException;

/// `mesh.yaml`: a map from option names without their dashes to values. A list, or a map such as
/// `capability: {gpu: 2}`, stands for an option given many times.
///
/// Every scalar is taken as it is written, for as a number Python's version 3.10 would be 3.1.
///
/// @param path as the user knows it
public record ConfigFile(Path path, Map<String, String> values) {
    public static final String DEFAULT_NAME = "mesh.yaml";

    /// The file that was named, else `mesh.yaml` in the current directory where there is one.
    ///
    /// @param named null where none was
    /// @throws UserException when it cannot be read, with the line
    public static ConfigFile find(String named, Path currentDirectory) {
        Path path = currentDirectory.resolve(named == null ? DEFAULT_NAME : named);
        if (named == null && !Files.exists(path)) {
            return new ConfigFile(path, Map.of());
        }
        Path shown = Path.of(named == null ? DEFAULT_NAME : named);
        try (JsonParser parser = new YAMLFactory().createParser(Files.readString(path))) {
            return new ConfigFile(shown, read(parser, shown));
        } catch (JsonProcessingException wrong) {
            throw UserException.usage(
                    "%s is not YAML: %s (line %d)"
                            .formatted(
                                    shown,
                                    wrong.getOriginalMessage().lines().findFirst().orElse(""),
                                    wrong.getLocation() == null
                                            ? 1
                                            : wrong.getLocation().getLineNr()));
        } catch (IOException unreadable) {
            throw UserException.unreadable(shown.toString(), unreadable);
        }
    }

    private static Map<String, String> read(JsonParser parser, Path shown) throws IOException {
        var values = new LinkedHashMap<String, String>();
        JsonToken first = parser.nextToken();
        if (first == null) {
            return values; // an empty file, or comments alone
        }
        if (first != JsonToken.START_OBJECT) {
            throw UserException.usage(shown + " holds `name: value` lines, one for each setting");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String value =
                    switch (parser.nextToken()) {
                        case START_ARRAY -> String.join(",", elements(parser, shown, name));
                        case START_OBJECT -> String.join(",", assignments(parser, shown, name));
                        case VALUE_NULL -> null;
                        default -> parser.getText();
                    };
            if (value != null && values.putIfAbsent(name, value) != null) {
                throw UserException.usage("%s sets `%s` twice".formatted(shown, name));
            }
        }
        return values;
    }

    private static List<String> elements(JsonParser parser, Path shown, String name)
            throws IOException {
        var elements = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(scalar(parser, shown, name));
        }
        return elements;
    }

    private static List<String> assignments(JsonParser parser, Path shown, String name)
            throws IOException {
        var assignments = new ArrayList<String>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            assignments.add(key + "=" + scalar(parser, shown, name));
        }
        return assignments;
    }

    private static String scalar(JsonParser parser, Path shown, String name) throws IOException {
        if (!parser.currentToken().isScalarValue()) {
            throw UserException.usage(
                    "`%s` in %s is a value, a list of values or a map of values, and nothing deeper"
                            .formatted(name, shown));
        }
        return parser.getText();
    }
}
