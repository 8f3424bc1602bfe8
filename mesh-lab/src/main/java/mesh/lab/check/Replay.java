package mesh.lab.check;

import java.util.Set;
import mesh.protocol.NodeId;

/// One job's life told again from its log, by a model that is written from the contract's words and
/// not from the code that is judged. After something impossible it believes the log and goes on, so
/// that one fault is named once.
final class Replay {
    private static final Set<String> TERMINAL =
            Set.of("succeeded", "failed", "expired", "cancelled");

    private final FoundJob job;
    private final Findings findings;

    private String state = "none";
    private int seq;
    private int attempt;
    private NodeId holder;
    private int failures;
    private int ends;
    private int settled;
    private int awards;

    /// @param findings where it says what is wrong
    Replay(FoundJob job, Findings findings) {
        this.job = job;
        this.findings = findings;
    }

    static boolean terminal(String state) {
        return TERMINAL.contains(state);
    }

    /// Whether more than one event ended the job.
    boolean duplicated() {
        return ends > 1 || settled > 1;
    }

    int awards() {
        return awards;
    }

    Replay run() {
        job.events().forEach(this::take);
        if (ends > 1) {
            wrong(Anomaly.MORE_THAN_ONE_END, "%d terminal events".formatted(ends));
        }
        if (settled > 1) {
            wrong(Anomaly.SETTLED_TWICE, "%d accepted settlements ended it".formatted(settled));
        }
        if (!state.equals(job.state()) || attempt != job.attempt()) {
            wrong(
                    Anomaly.STATE_MISMATCH,
                    "shown as %s, attempt %d; the fold of its events is %s, attempt %d"
                            .formatted(job.state(), job.attempt(), state, attempt));
        }
        return this;
    }

    private void take(LoggedEvent event) {
        if (event.seq() != seq + 1) {
            wrong(
                    Anomaly.GAP,
                    "event %d (%s) after event %d".formatted(event.seq(), event.name(), seq));
        }
        seq = event.seq();
        if (terminal(state)) {
            wrong(Anomaly.EVENT_AFTER_END, "%s after %s".formatted(event.name(), state));
        }
        boolean known = step(event);
        if (!known) {
            wrong(Anomaly.ILLEGAL_EVENT, "'%s' is no event".formatted(event.name()));
            state = event.state();
        } else if (!state.equals(event.state())) {
            wrong(
                    Anomaly.STATE_MISMATCH,
                    "event %d (%s) leads to %s, the log says %s"
                            .formatted(event.seq(), event.name(), state, event.state()));
            state = event.state();
        }
    }

    /// @return whether there is such an event
    private boolean step(LoggedEvent event) {
        switch (event.name()) {
            case "submitted" -> {
                legal(event, state.equals("none"));
                state = "queued";
            }
            case "awarded" -> awarded(event);
            case "started" -> {
                legal(event, state.equals("assigned"));
                fenced(event);
                state = "running";
            }
            case "attempt-failed", "attempt-lost" -> {
                given(event);
                failures++;
                if (failures >= job.maxAttempts()) {
                    wrong(
                            Anomaly.TOO_MANY_TRIES,
                            "queued again after %d failures; maxAttempts is %d"
                                    .formatted(failures, job.maxAttempts()));
                }
                state = "queued";
            }
            case "declined" -> {
                given(event);
                state = "queued";
            }
            case "succeeded", "failed" -> {
                given(event);
                settled++;
                end(event.name());
            }
            case "expired", "cancelled" -> {
                legal(event, !state.equals("none"));
                end(event.name());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void awarded(LoggedEvent event) {
        if (held()) {
            wrong(
                    Anomaly.OVERLAP,
                    "attempt %s awarded to %s while %s holds attempt %d"
                            .formatted(event.attempt(), event.node(), holder, attempt));
        } else {
            legal(event, state.equals("queued"));
        }
        if (event.attempt() == null || event.attempt() != attempt + 1) {
            wrong(
                    Anomaly.ATTEMPT_ORDER,
                    "attempt %s awarded after attempt %d".formatted(event.attempt(), attempt));
        }
        attempt = event.attempt() == null ? attempt + 1 : event.attempt();
        holder = event.node();
        awards++;
        state = "assigned";
    }

    /// The end of an attempt.
    private void given(LoggedEvent event) {
        legal(event, held());
        fenced(event);
    }

    private void end(String name) {
        ends++;
        state = name;
    }

    private boolean held() {
        return state.equals("assigned") || state.equals("running");
    }

    private void legal(LoggedEvent event, boolean may) {
        // What comes after the end is named already.
        if (!may && !terminal(state)) {
            wrong(Anomaly.ILLEGAL_EVENT, "%s in state %s".formatted(event.name(), state));
        }
    }

    private void fenced(LoggedEvent event) {
        boolean right =
                event.attempt() != null
                        && event.attempt() == attempt
                        && event.node() != null
                        && event.node().equals(holder);
        if (!right) {
            wrong(
                    Anomaly.FENCE_BROKEN,
                    "%s of attempt %s by %s; attempt %d was awarded to %s"
                            .formatted(
                                    event.name(), event.attempt(), event.node(), attempt, holder));
        }
    }

    private void wrong(Anomaly anomaly, String text) {
        findings.add(anomaly, job, text);
    }
}
