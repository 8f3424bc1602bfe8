package mesh.worker.handler;

import java.time.Duration;
import mesh.protocol.JobType;
import mesh.protocol.Json;

/// Does nothing for `{"millis": 50}`, and says `{"slept": 50}`.
public final class SleepHandler implements JobHandler {
    /// The longest sleep, in milliseconds: a day.
    public static final long MOST_MILLIS = Duration.ofDays(1).toMillis();

    @Override
    public JobType type() {
        return new JobType("sleep");
    }

    @Override
    public Json handle(Json payload, JobContext context)
            throws HandlerException, InterruptedException {
        long millis = Payload.of(type(), payload, "millis").wholeNumber("millis", 0, MOST_MILLIS);
        Thread.sleep(millis);
        return new Json("{\"slept\":" + millis + "}");
    }
}
