package mesh.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeSet;
import mesh.core.Fix;
import mesh.core.NewJob;
import mesh.core.QuarantineView;

/// What a client wants changed about a thing in quarantine: of a message its `body`, of a dead job
/// any field of a submission. A field that is given takes the place of the old one, null takes it
/// away; what is left out stays.
final class FixFields implements Fix {
    private static final String BODY = "body";
    private final ObjectNode given;

    private FixFields(ObjectNode given) {
        this.given = given;
    }

    /// @param path where the object stands; empty for the whole body
    /// @throws ProblemException where no thing in quarantine could be changed so
    static Fix read(JsonNode tree, String path) {
        var errors = new FieldErrors();
        Fields fields = Fields.of(tree, path, errors);
        errors.check();
        Set<String> names = new TreeSet<>(JobFields.NAMES);
        names.add(BODY);
        fields.allow(names);
        errors.check();
        var object = (ObjectNode) tree;
        var job = object.deepCopy();
        job.remove(BODY);
        if (object.has(BODY) && !job.isEmpty()) {
            fields.wrong(BODY, "is for a message, the other fields are for a dead job; give one");
        }
        // Whatever the old job was, these values must be right.
        if (!object.has("type")) {
            job.put("type", "any");
        }
        JobFields.read(job, path, errors);
        errors.check();
        return new FixFields(object);
    }

    @Override
    public String message(QuarantineView message) {
        if (!given.isEmpty() && !given.has(BODY)) {
            throw new NoFixException("this is a message; its `body` alone can be changed");
        }
        JsonNode body = given.path(BODY);
        return given.isEmpty() || body.isNull()
                ? message.body()
                : body instanceof TextNode text ? text.textValue() : body.toString();
    }

    @Override
    public NewJob job(NewJob dead) {
        if (given.has(BODY)) {
            throw new NoFixException(
                    "this is a dead job; what can be changed are "
                            + String.join(", ", new TreeSet<>(JobFields.NAMES)));
        }
        if (given.isEmpty()) {
            return dead;
        }
        var errors = new FieldErrors();
        NewJob changed = JobFields.read(merged(dead), "", errors);
        errors.check();
        return given.has("payload") ? changed : changed.withPayload(dead.payload());
    }

    /// Without the old payload, which nobody has to read again.
    private ObjectNode merged(NewJob dead) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("type", dead.type().name());
        job.put("priority", dead.priority());
        job.put("maxAttempts", dead.maxAttempts());
        job.set("needs", dead.needs().source());
        job.set("labels", dead.labels().source());
        if (dead.deadline() != null && !given.has("timeout")) {
            job.put("deadline", dead.deadline().toString());
        }
        given.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isNull()) {
                                job.remove(field.getKey());
                            } else {
                                job.set(field.getKey(), field.getValue());
                            }
                        });
        return job;
    }

    /// The fix is none for that thing.
    static final class NoFixException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        NoFixException(String message) {
            super(message);
        }
    }
}
