package mesh.lab.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Locale;
import mesh.core.Labels;
import mesh.protocol.JobType;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.needs.Needs;

/// A job of a run, and how it goes where it is run.
///
/// @param number its payload; by it a node knows what to play
/// @param at when it is submitted, in microseconds
/// @param timeout null for none
/// @param runAfter how long after its submission it may start; null for at once
/// @param millis how long its handler takes
/// @param failures how many attempts end with an error
/// @param hopeless whether that error is one that no retry can mend
/// @param stubborn whether its handler goes on when it is told to stop
/// @param tenant for whom it is; empty for nobody
/// @param large whether its payload is too large to travel for nothing
public record JobPlan(
        int number,
        long at,
        JobType type,
        Want want,
        int priority,
        Duration timeout,
        Duration runAfter,
        int maxAttempts,
        long millis,
        int failures,
        boolean hopeless,
        boolean stubborn,
        String tenant,
        boolean large) {
    private static final int LARGE = 2_000;

    /// What a job may need, as the mesh reads it and as the simulator does.
    public enum Want {
        NOTHING("null"),
        ONE_GPU("{\"gpu\": \">=1\"}"),
        TWO_GPUS("\"gpu >= 2\""),
        EUROPE("{\"region\": \"eu\"}"),
        FAST("[\"fast\"]"),
        NOBODY("{\"gpu\": \">=99\"}");

        private final Needs needs;

        Want(String json) {
            try {
                needs = Needs.of(MeshJson.MAPPER.readTree(json));
            } catch (java.io.IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        public Needs needs() {
            return needs;
        }

        private boolean metBy(NodePlan node) {
            return switch (this) {
                case NOTHING -> true;
                case ONE_GPU -> node.gpu() >= 1;
                case TWO_GPUS -> node.gpu() >= 2;
                case EUROPE -> node.region().equals("eu");
                case FAST -> node.fast();
                case NOBODY -> false;
            };
        }
    }

    /// Whether a node may run it; found without the mesh's own reading of needs.
    public boolean runsOn(NodePlan node) {
        return node.types().contains(type) && want.metBy(node);
    }

    public Json payload() {
        return new Json(Integer.toString(number) + " ".repeat(large ? LARGE : 0));
    }

    /// The number of the job with this payload.
    public static int number(Json payload) {
        return Integer.parseInt(payload.text().strip());
    }

    public Labels labels() {
        var labels = JsonNodeFactory.instance.objectNode();
        return tenant.isEmpty() ? Labels.NONE : new Labels(labels.put("tenant", tenant));
    }

    /// What every successful attempt gives.
    public Json result() {
        return new Json(String.format(Locale.ROOT, "\"done %d\"", number));
    }

    /// Whether it can only end because its time is over.
    public boolean isForNobody() {
        return want == Want.NOBODY;
    }
}
