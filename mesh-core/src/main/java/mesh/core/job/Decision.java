package mesh.core.job;

import java.util.List;

/// What follows from an input.
public sealed interface Decision {
    /// These events happened, in this order.
    record Happened(List<JobEvent> events) implements Decision {
        public Happened {
            events = List.copyOf(events);
        }
    }

    /// Nothing changed.
    record Refused(Refusal reason) implements Decision {}

    static Decision happened(JobEvent... events) {
        return new Happened(List.of(events));
    }

    static Decision refused(Refusal reason) {
        return new Refused(reason);
    }
}
