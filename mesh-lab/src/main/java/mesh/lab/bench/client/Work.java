package mesh.lab.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.Collections;

/// The work that is measured: 200 bytes of JSON in, 50 bytes out, nothing done.
public final class Work {
    /// Of a payload, in bytes.
    public static final int IN = 200;

    /// Of a result, in bytes.
    public static final int OUT = 50;

    /// The type of the jobs.
    public static final String TYPE = "noop";

    /// What every one of them gives.
    public static final String RESULT = filled("{\"done\":true,\"text\":\"", "\"}", OUT);

    private static final String PAYLOAD = filled("{\"text\":\"", "\"}", IN);
    private static final String JOB = "{\"type\":\"" + TYPE + "\",\"payload\":" + PAYLOAD + "}";

    private Work() {}

    private static String filled(String begin, String end, int size) {
        String letters = "the quick brown fox jumps over the lazy dog ";
        return begin
                + letters.repeat(size).substring(0, size - begin.length() - end.length())
                + end;
    }

    /// The request that submits so many at once.
    public static byte[] request(Site site, int jobs) {
        return jobs == 1 ? site.post("/v1/jobs", bytes(JOB)) : batch(site, JOB, jobs);
    }

    /// The same for jobs that no node can run, until one comes that has this capability.
    public static byte[] unmatched(Site site, String capability, int jobs) {
        String job = JOB.substring(0, JOB.length() - 1) + ",\"needs\":[\"" + capability + "\"]}";
        return batch(site, job, jobs);
    }

    /// The same for jobs that take a second each.
    public static byte[] slow(Site site, int jobs) {
        String padding = "x".repeat(IN - "{'millis':1000,'text':''}".length());
        return batch(
                site,
                "{\"type\":\"sleep\",\"payload\":{\"millis\":1000,\"text\":\"" + padding + "\"}}",
                jobs);
    }

    private static byte[] batch(Site site, String job, int jobs) {
        return site.post(
                "/v1/jobs/batch",
                bytes("[" + String.join(",", Collections.nCopies(jobs, job)) + "]"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
