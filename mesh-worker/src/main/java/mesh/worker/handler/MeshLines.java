package mesh.worker.handler;

import mesh.protocol.Excerpt;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.json.MeshJson;
import mesh.protocol.json.NotJsonException;
import mesh.worker.program.Marked;

/// What a program says to the mesh while it runs, in lines of its standard output:
///
/// ```
/// @mesh progress 0.4 four of ten
/// @mesh partial {"found": 7}
/// @mesh checkpoint {"next": 41} ```
///
/// A line that begins so and is none of these fails the attempt and names the line.
final class MeshLines implements Marked {
    /// With the blank after it, so that no word that merely begins so is taken for it.
    static final String MARKER = "@mesh ";

    private static final int MOST_SHOWN = 200;

    private final JobContext context;
    private volatile HandlerException failure;

    MeshLines(JobContext context) {
        this.context = context;
    }

    @Override
    public String marker() {
        return MARKER;
    }

    /// As much as the largest value that may be said, with blanks in it.
    @Override
    public int mostBytes() {
        return 2 * Limits.CHECKPOINT_BYTES;
    }

    @Override
    public boolean line(String line) {
        try {
            say(line);
            return true;
        } catch (HandlerException wrong) {
            failure = wrong;
            return false;
        } catch (AttemptStoppedException over) {
            return true; // the program is told to end as well, and may say what it likes meanwhile
        }
    }

    @Override
    public void tooLong(String beginning) {
        failure = wrong(beginning, "a line to the mesh has at most " + mostBytes() + " bytes");
    }

    @Override
    public void noText(String shown, int at) {
        failure = wrong(shown, "a line to the mesh is UTF-8, its byte %d is none".formatted(at));
    }

    private void say(String line) throws HandlerException {
        String[] words = line.substring(MARKER.length()).strip().split("\\s+", 2);
        String rest = words.length < 2 ? "" : words[1];
        switch (words[0]) {
            case "progress" -> progress(line, rest);
            case "partial" -> context.emit(value(line, rest));
            case "checkpoint" -> context.checkpoint(value(line, rest));
            default ->
                    throw wrong(line, "after `@mesh` comes `progress`, `partial` or `checkpoint`");
        }
    }

    private void progress(String line, String rest) throws HandlerException {
        String[] words = rest.split("\\s+", 2);
        try {
            context.progress(
                    Double.parseDouble(words[0]), words.length < 2 ? null : words[1].strip());
        } catch (IllegalArgumentException noFraction) {
            throw wrong(line, "after `progress` comes a number from 0 to 1, then any text");
        }
    }

    private static Json value(String line, String text) throws HandlerException {
        try {
            return MeshJson.opaque(text);
        } catch (NotJsonException noJson) {
            throw wrong(line, "what comes last must be JSON: " + noJson.getMessage());
        }
    }

    private static HandlerException wrong(String line, String rule) {
        String shown = Excerpt.shortened(line, MOST_SHOWN);
        return HandlerException.failed(
                "the script printed `%s`, which is not understood: %s".formatted(shown, rule));
    }

    /// @throws HandlerException when a line was not understood, or said what may not be said
    void check() throws HandlerException {
        if (failure != null) {
            throw failure;
        }
    }
}
