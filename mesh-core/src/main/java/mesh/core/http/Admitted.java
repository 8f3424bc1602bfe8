package mesh.core.http;

import java.time.Instant;
import mesh.core.JobView;
import mesh.core.Labels;
import mesh.core.NewJob;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.Utf8;

/// A job as it is just after its admission, told by what was asked for and by its id, of which the
/// first 48 bits are the milliseconds of its admission.
///
/// @param json the job as a client is told of it
record Admitted(JobId id, byte[] json) {
    private static final int BELOW_TIME = 16;
    private static final int ROOM = 512;

    private static final byte[] ID = Utf8.ascii("{\"id\":\"");
    private static final byte[] TYPE = Utf8.ascii("\",\"type\":\"");
    private static final byte[] NEEDS = Utf8.ascii("\",\"needs\":");
    private static final byte[] PAYLOAD = Utf8.ascii(",\"payload\":");
    private static final byte[] PRIORITY = Utf8.ascii(",\"priority\":");
    private static final byte[] LABELS = Utf8.ascii(",\"labels\":");
    private static final byte[] NO_LABELS = Utf8.ascii("{}");
    private static final byte[] MOST_ATTEMPTS =
            Utf8.ascii(",\"state\":\"queued\",\"attempt\":0,\"maxAttempts\":");
    private static final byte[] CREATED = Utf8.ascii(",\"node\":null,\"createdAt\":");
    private static final byte[] DEADLINE =
            Utf8.ascii(",\"startedAt\":null,\"finishedAt\":null,\"deadline\":");
    private static final byte[] RUN_AT = Utf8.ascii(",\"result\":null,\"error\":null,\"runAt\":");
    private static final byte[] REST =
            Utf8.ascii(
                    ",\"progress\":null,\"partials\":0,\"checkpoint\":0,\"refused\":[],"
                            + "\"requeuedFrom\":null,\"owner\":\""
                            + JobView.DEFAULT_OWNER
                            + "\"}");
    private static final byte[] NULL = Utf8.ascii("null");

    /// Written by hand, to the letter as the mapper writes {@link #view}: there is one for each
    /// single submission, and this takes a quarter of the time.
    static Admitted of(JobId id, NewJob job) {
        Instant at = at(id);
        JobSpec spec = job.spec(id, at);
        var out = new Utf8(ROOM + spec.payloadSize());
        out.put(ID);
        out.id(id.value());
        out.put(TYPE);
        out.raw(spec.type().name());
        out.put(NEEDS);
        out.raw(spec.needs().json());
        out.put(PAYLOAD);
        out.raw(job.payload().text());
        out.put(PRIORITY);
        out.number(spec.priority());
        out.put(LABELS);
        if (job.labels().equals(Labels.NONE)) {
            out.put(NO_LABELS);
        } else {
            out.raw(MeshJson.write(job.labels()));
        }
        out.put(MOST_ATTEMPTS);
        out.number(spec.maxAttempts());
        out.put(CREATED);
        time(at, out);
        out.put(DEADLINE);
        time(spec.deadline().orElse(null), out);
        out.put(RUN_AT);
        time(spec.runAt().orElse(null), out);
        out.put(REST);
        return new Admitted(id, out.bytes());
    }

    /// @param time null for none
    private static void time(Instant time, Utf8 out) {
        if (time == null) {
            out.put(NULL);
        } else {
            out.put('"');
            out.time(time);
            out.put('"');
        }
    }

    /// One that may have been admitted before, as it is now.
    static Admitted of(JobView job) {
        return new Admitted(job.id(), Answers.json(job));
    }

    static JobView view(JobId id, NewJob job) {
        Instant at = at(id);
        return JobView.admitted(job.spec(id, at), job.payload(), job.labels(), at, null);
    }

    private static Instant at(JobId id) {
        return Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> BELOW_TIME);
    }
}
