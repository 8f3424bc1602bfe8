package mesh.worker.handler;

import mesh.protocol.Excerpt;
import mesh.protocol.json.Encoding;
import mesh.protocol.message.ErrorCode;
import mesh.worker.program.ProgramEnd;

/// The output of a program that ended well, as it was printed.
record Completed(byte[] stdout, byte[] stderr) {
    private static final int MOST_SHOWN = 2000;

    /// @throws HandlerException for every end but exit code 0
    static Completed of(ProgramEnd end) throws HandlerException {
        return switch (end) {
            case ProgramEnd.Exited(int exit, byte[] stdout, byte[] stderr) -> {
                if (exit != 0) {
                    String last = tail(Encoding.shown(stderr));
                    throw HandlerException.failed(
                            "exit code " + exit + (last.isEmpty() ? "" : ": " + last));
                }
                yield new Completed(stdout, stderr);
            }
            case ProgramEnd.OutOfTime(var limit) ->
                    throw HandlerException.failed(
                            "killed because it ran longer than this node's time limit of " + limit);
            case ProgramEnd.TooMuchOutput(int limit) ->
                    throw new HandlerException(
                            ErrorCode.RESULT_TOO_LARGE,
                            "killed because it printed more than this node's output limit of %d bytes"
                                    .formatted(limit));
            case ProgramEnd.NotStarted(String why) -> throw HandlerException.failed(why);
        };
    }

    private static String tail(String text) {
        String stripped = text.strip();
        return stripped.length() <= MOST_SHOWN ? stripped : "…" + Excerpt.end(stripped, MOST_SHOWN);
    }
}
