package mesh.lab.check;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mesh.lab.check.Submission.Answer;
import mesh.protocol.JobId;
import mesh.protocol.needs.Capabilities;

/// Judges a history. The mesh is held to be a total queue as in Jepsen's checker of that name: what
/// was acknowledged comes out exactly once, what was refused never, and what got no answer at most
/// once. Every job's log is told again by {@link Replay}.
///
/// @see <a href="https://jepsen-io.github.io/jepsen/jepsen.checker.html">jepsen.checker,
///     total-queue</a>
public final class Checker {
    private final History history;
    private final Findings findings = new Findings();
    private final Map<JobId, FoundJob> byId = new LinkedHashMap<>();
    private final Map<String, FoundJob> bySubmission = new HashMap<>();
    private final Map<String, Submission> submissions = new HashMap<>();
    private final Set<JobId> twice = new HashSet<>();

    private Checker(History history) {
        this.history = history;
    }

    public static Verdict check(History history) {
        return new Checker(history).run();
    }

    private Verdict run() {
        history.submissions().forEach(this::index);
        history.jobs().forEach(this::index);
        int lost = 0;
        int recovered = 0;
        for (Submission submission : history.submissions()) {
            switch (submission.answer()) {
                case Answer.Acknowledged(JobId id) -> lost += isLost(submission, id) ? 1 : 0;
                case Answer.Refused _ -> {
                    // Should it be there, the job below tells so.
                }
                case Answer.Indeterminate _ ->
                        recovered += bySubmission.containsKey(submission.key()) ? 1 : 0;
            }
        }
        int unexpected = 0;
        long attempts = 0;
        var ends = new TreeMap<String, Integer>();
        for (FoundJob job : history.jobs()) {
            unexpected += isUnexpected(job) ? 1 : 0;
            ends.merge(job.state(), 1, Integer::sum);
            Replay replay = new Replay(job, findings).run();
            attempts += replay.awards();
            if (replay.duplicated()) {
                twice.add(job.id());
            }
            needs(job);
            unfinished(job);
            end(job);
        }
        return new Verdict(
                history.submissions().size(),
                count(Answer.Acknowledged.class),
                count(Answer.Refused.class),
                count(Answer.Indeterminate.class),
                recovered,
                byId.size(),
                lost,
                unexpected,
                twice.size(),
                ends,
                attempts,
                findings.counts(),
                findings.offences());
    }

    private void index(Submission submission) {
        if (submissions.put(submission.key(), submission) != null) {
            throw new IllegalArgumentException(
                    "a submission's key is unique in a history, '%s' is not"
                            .formatted(submission.key()));
        }
    }

    private void index(FoundJob job) {
        if (byId.put(job.id(), job) != null) {
            duplicated(job, "the mesh lists it twice");
        }
        if (job.submission() != null) {
            FoundJob other = bySubmission.putIfAbsent(job.submission(), job);
            if (other != null && !other.id().equals(job.id())) {
                duplicated(job, "its submission became the job %s too".formatted(other.id()));
            }
        }
    }

    private void duplicated(FoundJob job, String text) {
        twice.add(job.id());
        findings.add(Anomaly.DUPLICATED, job, text);
    }

    private boolean isLost(Submission submission, JobId id) {
        FoundJob job = byId.get(id);
        String key = submission.key();
        if (job == null) {
            findings.add(
                    Anomaly.LOST, key, id.toString(), "acknowledged, and the mesh has no such job");
            return true;
        }
        if (!key.equals(job.submission())) {
            twice.add(id);
            findings.add(
                    Anomaly.DUPLICATED,
                    key,
                    id.toString(),
                    "answered with a job that belongs to " + job.submission());
        }
        if (!Replay.terminal(job.state())) {
            findings.add(Anomaly.UNFINISHED, key, id.toString(), "acknowledged, and " + still(job));
            return true;
        }
        return false;
    }

    private boolean isUnexpected(FoundJob job) {
        Submission submission = job.submission() == null ? null : submissions.get(job.submission());
        if (submission == null) {
            findings.add(Anomaly.UNEXPECTED, job, "nobody submitted it");
            return true;
        }
        if (submission.answer() instanceof Answer.Refused(String reason)) {
            findings.add(Anomaly.UNEXPECTED, job, "it was refused: " + reason);
            return true;
        }
        return false;
    }

    /// What the mesh took it has to finish, also where the client was not told that it had.
    private void unfinished(FoundJob job) {
        Submission submission = job.submission() == null ? null : submissions.get(job.submission());
        if (submission != null
                && submission.answer() instanceof Answer.Indeterminate
                && !Replay.terminal(job.state())) {
            findings.add(Anomaly.UNFINISHED, job, "without an answer, and " + still(job));
        }
    }

    private static String still(FoundJob job) {
        return "still %s with attempt %d on %s".formatted(job.state(), job.attempt(), job.node());
    }

    /// A node may hold what it cannot run only to decline it.
    private void needs(FoundJob job) {
        List<LoggedEvent> events = job.events();
        for (int i = 0; i < events.size(); i++) {
            LoggedEvent event = events.get(i);
            boolean declined = i + 1 < events.size() && events.get(i + 1).name().equals("declined");
            if (!event.name().equals("awarded")) {
                continue;
            }
            Capabilities can =
                    event.node() == null ? null : history.capabilities().get(event.node());
            if (can == null) {
                findings.add(
                        Anomaly.UNKNOWN_NODE,
                        job,
                        "attempt %s went to %s, which the mesh does not know"
                                .formatted(event.attempt(), event.node()));
            } else if (!declined && !job.needs().satisfiedBy(can, job.type())) {
                findings.add(
                        Anomaly.NEEDS_BROKEN,
                        job,
                        "attempt %s is with %s, which cannot do %s with needs '%s'"
                                .formatted(event.attempt(), event.node(), job.type(), job.needs()));
            }
        }
    }

    private void end(FoundJob job) {
        Submission submission = job.submission() == null ? null : submissions.get(job.submission());
        if (submission == null || !Replay.terminal(job.state())) {
            return;
        }
        Expectation expected = submission.expected();
        if (!expected.ends().contains(job.state())) {
            findings.add(
                    Anomaly.WRONG_END,
                    job,
                    "%s, expected %s".formatted(job.state(), expected.ends()));
        }
        if (job.state().equals("expired") && lived(job).compareTo(expected.time()) < 0) {
            findings.add(
                    Anomaly.WRONG_END,
                    job,
                    "expired after %s, had %s".formatted(lived(job), expected.time()));
        }
        boolean right = expected.result().isEmpty() || expected.result().get().equals(job.result());
        if (job.state().equals("succeeded") && !right) {
            findings.add(
                    Anomaly.WRONG_RESULT,
                    job,
                    "gave %s, expected %s".formatted(job.result(), expected.result().get()));
        }
    }

    private static Duration lived(FoundJob job) {
        List<LoggedEvent> events = job.events();
        return events.isEmpty()
                ? Duration.ZERO
                : Duration.between(events.getFirst().at(), events.getLast().at());
    }

    private int count(Class<? extends Answer> kind) {
        return (int)
                history.submissions().stream()
                        .filter(submission -> kind.isInstance(submission.answer()))
                        .count();
    }
}
