package mesh.core;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.protocol.Limits;

/// A job's labels: a map of texts, or a list of texts, shown as they were given. At most 64, each
/// name and value at most {@value #MOST_CHARACTERS} characters.
public record Labels(@JsonValue JsonNode source) {
    public static final int MOST_CHARACTERS = 256;
    private static final String TENANT = "tenant";
    public static final Labels NONE = new Labels(JsonNodeFactory.instance.objectNode());

    /// @throws IllegalArgumentException saying what breaks which bound
    public Labels {
        if (!source.isObject() && !source.isArray()) {
            throw new IllegalArgumentException(
                    "labels are a map or a list of texts, was " + source);
        }
        if (source.size() > Limits.LABELS) {
            throw new IllegalArgumentException(
                    "a job has at most " + Limits.LABELS + " labels, was " + source.size());
        }
        for (JsonNode value : source) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("a label is a text, was " + value);
            }
        }
        for (Map.Entry<String, JsonNode> label : source.properties()) {
            check(label.getKey(), 1);
            check(label.getValue().asText(), 0);
        }
        for (JsonNode label : source.isArray() ? source : List.<JsonNode>of()) {
            check(label.asText(), 1);
        }
    }

    private static void check(String text, int least) {
        if (text.length() < least || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a label's name and value have at most %d characters, a name at least 1, was %d"
                            .formatted(MOST_CHARACTERS, text.length()));
        }
    }

    /// For whom the job is, of those who take turns: the label `tenant` of a map, or `tenant=NAME`
    /// of a list; empty where there is none.
    public String tenant() {
        if (source.isObject()) {
            return source.path(TENANT).asText("");
        }
        for (JsonNode label : source) {
            if (label.asText().startsWith(TENANT + "=")) {
                return label.asText().substring(TENANT.length() + 1);
            }
        }
        return "";
    }

    /// What `?label=` finds: of a map `name` and `name=value`, of a list its texts.
    public List<String> texts() {
        return texts(source);
    }

    private static List<String> texts(JsonNode source) {
        var texts = new ArrayList<String>();
        if (source.isArray()) {
            source.forEach(label -> texts.add(label.asText()));
        }
        for (Map.Entry<String, JsonNode> label : source.properties()) {
            texts.add(label.getKey());
            texts.add(label.getKey() + "=" + label.getValue().asText());
        }
        return texts;
    }
}
