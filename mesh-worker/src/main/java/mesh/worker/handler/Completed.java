package mesh.worker.handler;

import java.nio.charset.StandardCharsets;
import mesh.protocol.message.ErrorCode;
import mesh.worker.program.ProgramEnd;

/// The output of a program that ended well, as text. What is no UTF-8 is replaced.
record Completed(String stdout, String stderr) {
    private static final int MOST_SHOWN = 2000;

    /// @throws HandlerException for every end but exit code 0
    static Completed of(ProgramEnd end) throws HandlerException {
        return switch (end) {
            case ProgramEnd.Exited(int exit, byte[] stdout, byte[] stderr) -> {
                var completed =
                        new Completed(
                                new String(stdout, StandardCharsets.UTF_8),
                                new String(stderr, StandardCharsets.UTF_8));
                if (exit != 0) {
                    String last = tail(completed.stderr());
                    throw HandlerException.failed(
                            "exit code " + exit + (last.isEmpty() ? "" : ": " + last));
                }
                yield completed;
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
        return stripped.length() <= MOST_SHOWN
                ? stripped
                : "…" + stripped.substring(stripped.length() - MOST_SHOWN);
    }
}
