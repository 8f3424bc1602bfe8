package mesh.lab.chaos.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import mesh.lab.check.Expectation;
import mesh.lab.check.Submission;
import mesh.protocol.JobId;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// What the clients of a run were told. Safe for use by many threads.
public final class Ledger {
    private static final int MOST_FINDINGS = 50;
    private static final long MOST_MILLIS = 3_600_000;

    private final Map<String, Submission> submissions = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Instant> acknowledgements = new ConcurrentSkipListSet<>();
    private final List<String> findings = new ArrayList<>();
    private final Histogram latency = new ConcurrentHistogram(MOST_MILLIS, 3);
    private final LongAdder acknowledged = new LongAdder();
    private volatile JobId lastAcknowledged;

    /// @param millis from when it was due to its acknowledgement
    void acknowledged(JobMix.Wanted wanted, JobId job, Instant at, long millis) {
        put(Submission.acknowledged(wanted.key(), job, wanted.expected()));
        acknowledgements.add(at);
        acknowledged.increment();
        lastAcknowledged = job;
        latency.recordValue(Math.clamp(millis, 0, MOST_MILLIS));
    }

    void refused(JobMix.Wanted wanted, String reason) {
        put(Submission.refused(wanted.key(), reason));
    }

    void indeterminate(JobMix.Wanted wanted, String why) {
        put(Submission.indeterminate(wanted.key(), why, wanted.expected()));
    }

    /// The run ended before the client knew.
    void abandoned(JobMix.Wanted wanted) {
        submissions.putIfAbsent(
                wanted.key(),
                Submission.indeterminate(wanted.key(), "the run ended", wanted.expected()));
    }

    private void put(Submission submission) {
        submissions.put(submission.key(), submission);
    }

    /// A 202 to a cancel is a promise.
    void mustBeCancelled(String key) {
        submissions.computeIfPresent(
                key,
                (_, known) -> new Submission(key, known.answer(), Expectation.ends("cancelled")));
    }

    /// Nothing is broken any more, so that a refusal is no answer to this one.
    void mustBeTaken(JobMix.Wanted wanted) {
        Submission known = submissions.get(wanted.key());
        if (known == null || !(known.answer() instanceof Submission.Answer.Acknowledged)) {
            finding(
                    "everything was mended, and %s was not taken: %s"
                            .formatted(wanted.key(), known == null ? "" : known.answer()));
        }
    }

    /// Counts something under a name, for the report.
    void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    /// Keeps something that must not be, whatever is broken just then.
    public synchronized void finding(String text) {
        count("findings");
        if (findings.size() < MOST_FINDINGS) {
            findings.add(text);
        }
    }

    public synchronized List<String> findings() {
        return List.copyOf(findings);
    }

    public List<Submission> submissions() {
        return List.copyOf(submissions.values());
    }

    public long acknowledgedJobs() {
        return acknowledged.sum();
    }

    /// The job that was acknowledged last, or null.
    JobId lastAcknowledged() {
        return lastAcknowledged;
    }

    /// The first acknowledgement after this time, or null.
    public Instant acknowledgedAfter(Instant time) {
        return acknowledgements.higher(time);
    }

    /// From when a job was due to its acknowledgement, in milliseconds.
    public Histogram latency() {
        return latency;
    }

    public SortedMap<String, Long> counts() {
        var all = new TreeMap<String, Long>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }
}
