package mesh.core.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.core.EventView;
import mesh.core.job.JobEvent;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.message.JobError;

/// The events of a job in order, as its row keeps them: a text with a line for each. A line is a
/// letter for what happened, when, and what else there is to say:
///
/// | line | event | |---|---| | `sT`, `sT TIME` | submitted; when it may be offered at the earliest
/// | | `aT ATTEMPT NODE` | awarded | | `rT` | started: it runs | | `+T` | succeeded | | `fT TIME
/// CODE MESSAGE` | the attempt failed; when it may be offered again, `-` for at once | | `lT TIME
/// REASON` | the attempt was lost; the same | | `dT CODE MESSAGE` | declined | | `xT CODE MESSAGE`
/// | failed | | `eT CODE MESSAGE` | expired | | `cT` | cancelled |
///
/// The attempt and the node of a line are those of the award before it. A time is in milliseconds
/// after the moment that is in the job's id, or, behind an `@`, since 1970. In a message `\n` and
/// `\\` stand for the end of a line and for a backslash.
///
/// @param text empty where nothing has happened
record JobLog(JobId job, String text) {
    private static final long MILLIS = 16;

    /// One line.
    record Entry(Instant at, JobEvent event) {
        /// The state that it leads to.
        StateName after() {
            return switch (event) {
                case JobEvent.Submitted _,
                        JobEvent.AttemptFailed _,
                        JobEvent.AttemptLost _,
                        JobEvent.Declined _ ->
                        StateName.QUEUED;
                case JobEvent.Awarded _ -> StateName.ASSIGNED;
                case JobEvent.Started _ -> StateName.RUNNING;
                case JobEvent.Succeeded _ -> StateName.SUCCEEDED;
                case JobEvent.Failed _ -> StateName.FAILED;
                case JobEvent.Expired _ -> StateName.EXPIRED;
                case JobEvent.Cancelled _ -> StateName.CANCELLED;
            };
        }

        /// What went wrong; null where nothing did.
        JobError error() {
            return switch (event) {
                case JobEvent.AttemptFailed failed -> failed.error();
                case JobEvent.Declined declined -> declined.error();
                case JobEvent.Failed failed -> failed.error();
                case JobEvent.Expired expired -> expired.error();
                case JobEvent.Submitted _,
                        JobEvent.Awarded _,
                        JobEvent.Started _,
                        JobEvent.Succeeded _,
                        JobEvent.AttemptLost _,
                        JobEvent.Cancelled _ ->
                        null;
            };
        }
    }

    /// Writes the line of an event behind those that are there; one of a submission is the first.
    static void append(StringBuilder to, JobId job, Instant at, JobEvent event) {
        long base = base(job);
        if (!(event instanceof JobEvent.Submitted)) {
            to.append('\n');
        }
        switch (event) {
            case JobEvent.Submitted(Instant notBefore) -> {
                time(to.append('s'), at, base);
                if (notBefore != null) {
                    time(to.append(' '), notBefore, base);
                }
            }
            case JobEvent.Awarded awarded ->
                    time(to.append('a'), at, base)
                            .append(' ')
                            .append(awarded.attempt())
                            .append(' ')
                            .append(awarded.node().value());
            case JobEvent.Started _ -> time(to.append('r'), at, base);
            case JobEvent.Succeeded _ -> time(to.append('+'), at, base);
            case JobEvent.AttemptFailed failed -> {
                time(time(to.append('f'), at, base).append(' '), failed.notBefore(), base);
                error(to, failed.error());
            }
            case JobEvent.AttemptLost lost -> {
                time(time(to.append('l'), at, base).append(' '), lost.notBefore(), base);
                message(to.append(' '), lost.reason());
            }
            case JobEvent.Declined declined ->
                    error(time(to.append('d'), at, base), declined.error());
            case JobEvent.Failed failed -> error(time(to.append('x'), at, base), failed.error());
            case JobEvent.Expired expired -> error(time(to.append('e'), at, base), expired.error());
            case JobEvent.Cancelled _ -> time(to.append('c'), at, base);
        }
    }

    /// @param time null for none
    private static StringBuilder time(StringBuilder to, Instant time, long base) {
        return time == null ? to.append('-') : to.append(time.toEpochMilli() - base);
    }

    private static void error(StringBuilder to, JobError error) {
        to.append(' ').append(error.code().wireName()).append(' ');
        message(to, error.message());
    }

    private static void message(StringBuilder to, String text) {
        to.append(text.replace("\\", "\\\\").replace("\n", "\\n"));
    }

    /// The milliseconds since 1970 that are in an id of version 7.
    static long base(JobId job) {
        return job.value().getMostSignificantBits() >>> MILLIS;
    }

    /// @throws StoreException where a line is none
    List<Entry> entries() {
        return text.isEmpty() ? List.of() : new LogReader(this).entries();
    }

    /// What of a log can be read.
    ///
    /// @param problem why not all of it can; null where it can
    record Readable(List<Entry> entries, String problem) {}

    Readable readable() {
        return text.isEmpty() ? new Readable(List.of(), null) : new LogReader(this).readable();
    }

    /// @throws StoreException where a line is none
    List<JobEvent> events() {
        return entries().stream().map(Entry::event).toList();
    }

    /// The log as it is shown, without the lines that are none.
    List<EventView> views() {
        var views = new ArrayList<EventView>();
        for (Entry entry : readable().entries()) {
            int seq = views.size() + 1;
            views.add(EventView.of(job, seq, entry.at(), entry.event(), entry.after()));
        }
        return views;
    }

    /// Whether it has been submitted, to be offered at once, and nothing more.
    boolean isNew() {
        if (text.length() < 2 || text.charAt(0) != 's') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '@' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
