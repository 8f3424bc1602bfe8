package mesh.core.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.core.job.JobEvent;
import mesh.core.store.JobLog.Entry;
import mesh.protocol.Excerpt;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;

/// Reads the lines of a job's log.
final class LogReader {
    private static final int MOST_SHOWN = 200;

    private final JobLog log;
    private final long base;
    private final String text;
    private int place;

    /// The attempt that the next lines are about, and who has it.
    private int attempt;

    private NodeId node;

    LogReader(JobLog log) {
        this.log = log;
        this.base = JobLog.base(log.job());
        this.text = log.text();
    }

    /// @throws StoreException where a line is none
    List<Entry> entries() {
        JobLog.Readable readable = readable();
        if (readable.problem() != null) {
            throw new StoreException(readable.problem(), null);
        }
        return readable.entries();
    }

    /// All lines but those that are none.
    JobLog.Readable readable() {
        var entries = new ArrayList<Entry>();
        String problem = null;
        while (place < text.length()) {
            int line = place;
            try {
                entries.add(entry());
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | DateTimeException
                    | ArithmeticException none) {
                place = text.indexOf('\n', line) < 0 ? text.length() : text.indexOf('\n', line);
                problem = problem == null ? problem(text.substring(line, place)) : problem;
            }
            place++;
        }
        return new JobLog.Readable(entries, problem);
    }

    private String problem(String line) {
        return "the log of job %s has a line that is none: '%s'"
                .formatted(log.job(), Excerpt.shortened(line, MOST_SHOWN));
    }

    private Entry entry() {
        char kind = text.charAt(place++);
        Instant at = time();
        return new Entry(
                at,
                switch (kind) {
                    case 's' -> new JobEvent.Submitted(more() ? time() : null);
                    case 'a' -> {
                        attempt = Integer.parseInt(word());
                        node = new NodeId(word());
                        yield new JobEvent.Awarded(attempt, node);
                    }
                    case 'r' -> new JobEvent.Started(attempt, node);
                    // The result is in the job's own row.
                    case '+' -> new JobEvent.Succeeded(attempt, node, Json.NULL);
                    case 'f' -> {
                        Instant notBefore = time();
                        yield new JobEvent.AttemptFailed(attempt, node, error(), notBefore);
                    }
                    case 'l' -> {
                        Instant notBefore = time();
                        yield new JobEvent.AttemptLost(attempt, node, message(), notBefore);
                    }
                    case 'd' -> new JobEvent.Declined(attempt, node, error());
                    case 'x' -> new JobEvent.Failed(attempt, node, error());
                    case 'e' -> new JobEvent.Expired(error());
                    case 'c' -> new JobEvent.Cancelled();
                    default -> throw new IllegalArgumentException("no event is a " + kind);
                });
    }

    /// Whether the line goes on.
    private boolean more() {
        return place < text.length() && text.charAt(place) == ' ';
    }

    /// The next word of the line, and the place behind it.
    private String word() {
        if (more()) {
            place++;
        }
        int from = place;
        while (place < text.length() && text.charAt(place) != ' ' && text.charAt(place) != '\n') {
            place++;
        }
        return text.substring(from, place);
    }

    private Instant time() {
        String word = word();
        if (word.equals("-")) {
            return null;
        }
        return Instant.ofEpochMilli(
                word.startsWith("@")
                        ? Long.parseLong(word, 1, word.length(), 10)
                        : base + Long.parseLong(word));
    }

    private JobError error() {
        return new JobError(ErrorCode.of(word()), message());
    }

    /// What is left of the line.
    private String message() {
        int from = Math.min(place + 1, text.length());
        int end = text.indexOf('\n', place);
        place = end < 0 ? text.length() : end;
        String line = text.substring(Math.min(from, place), place);
        if (line.indexOf('\\') < 0) {
            return line;
        }
        var message = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                message.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
            } else {
                message.append(c);
            }
        }
        return message.toString();
    }
}
