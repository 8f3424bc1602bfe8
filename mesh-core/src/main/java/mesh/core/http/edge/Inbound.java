package mesh.core.http.edge;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.Arrays;

/// What a connection's bytes are handed over as: a whole head at a time, and of a body what has
/// come and no more. Where a head ends is seen here; what a body is the reader of the head says, so
/// there is one opinion of it. Whatever would grow without an end is refused on the way.
final class Inbound {

    /// What is waited for.
    enum Awaited {
        /// The first byte of a request.
        REQUEST,
        HEAD,
        BODY
    }

    /// Where bytes come from.
    interface Source {
        /// @return some of them, or null where none will come
        byte[] read(Awaited awaited);
    }

    private enum Part {
        HEAD,
        LENGTH,
        CHUNKS
    }

    private static final Status TOO_LARGE = Status.create(431, "Request Header Fields Too Large");
    private static final byte[] NONE = {};
    private static final int END = 4;

    private final Source source;
    private Part part = Part.HEAD;

    /// What has come and was not handed over yet.
    private byte[] bytes = NONE;

    private int from;
    private int to;

    private long left;
    private Chunks chunks;

    Inbound(Source source) {
        this.source = source;
    }

    /// The head that was handed over last has these headers.
    void headers(Headers headers) {
        if (headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)) {
            part = Part.CHUNKS;
            chunks = new Chunks();
        } else if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            left = length(headers.get(HeaderNames.CONTENT_LENGTH).get());
            part = left > 0 ? Part.LENGTH : Part.HEAD;
        }
    }

    /// One that is no number is refused by the reader of the head.
    private static long length(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException refused) {
            return 0;
        }
    }

    boolean awaitsHead() {
        return part == Part.HEAD;
    }

    /// The next bytes to be read, or null at the connection's end.
    ///
    /// @throws RequestException where a head is too large
    /// @throws FramingException where a body is not in chunks as it should be
    byte[] next() {
        return switch (part) {
            case HEAD -> head();
            case LENGTH -> ofLength();
            case CHUNKS -> ofChunks();
        };
    }

    private byte[] head() {
        int lines = 0;
        int first = from;
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (bytes[at] == '\n') {
                    lines++;
                    first = lines == 1 ? at + 1 : first;
                    if (at == from || bytes[at - 1] != '\r') {
                        return handOver(to); // no line ends so: whoever reads it says that
                    }
                    if (at - from + 1 >= END && bytes[at - 2] == '\n' && bytes[at - 3] == '\r') {
                        refuseTooMuch(lines - 2, at + 1 - first);
                        return handOver(at + 1);
                    }
                }
            }
            if (lines == 0 && to - from > Bounds.LINE) {
                throw tooLarge(
                        Status.REQUEST_URI_TOO_LONG_414,
                        "the first line of a request is at most %d bytes".formatted(Bounds.LINE));
            }
            refuseTooMuch(lines - 1, to - first);
            int looked = at - from;
            int headers = first - from;
            if (!more(to == from ? Awaited.REQUEST : Awaited.HEAD)) {
                return null;
            }
            at = from + looked;
            first = from + headers;
        }
    }

    /// @param lines of headers, without the first line of the request
    /// @param size of these lines and the empty one after them, in bytes
    private static void refuseTooMuch(int lines, int size) {
        if (lines > Bounds.LINES || lines >= 0 && size > Bounds.HEADERS + 2) {
            throw tooLarge(
                    TOO_LARGE,
                    "the headers of a request are at most %d lines and %d bytes"
                            .formatted(Bounds.LINES, Bounds.HEADERS));
        }
    }

    private static RequestException tooLarge(Status status, String message) {
        return RequestException.builder()
                .type(EventType.BAD_REQUEST)
                .status(status)
                .setKeepAlive(false)
                .safeMessage(true)
                .message(message)
                .build();
    }

    private byte[] ofLength() {
        if (from == to && !more(Awaited.BODY)) {
            return null;
        }
        int piece = (int) Math.min(left, to - from);
        left -= piece;
        if (left == 0) {
            part = Part.HEAD;
        }
        return handOver(from + piece);
    }

    private byte[] ofChunks() {
        byte[] made;
        do {
            if (from == to && !more(Awaited.BODY)) {
                return null;
            }
            from = chunks.take(bytes, from, to);
            made = chunks.made();
        } while (made.length == 0);
        if (chunks.ended()) {
            part = Part.HEAD;
            chunks = null;
        }
        return made;
    }

    private byte[] handOver(int end) {
        byte[] handed =
                from == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, end);
        from = end;
        if (from == to) {
            bytes = NONE;
            from = 0;
            to = 0;
        }
        return handed;
    }

    private boolean more(Awaited awaited) {
        byte[] read = source.read(awaited);
        if (read == null) {
            return false;
        }
        if (from == to) {
            bytes = read;
            from = 0;
            to = read.length;
        } else {
            int size = to - from;
            // Twice as much room each time: who sends byte by byte shall not have all copied anew.
            byte[] joined = new byte[Math.max(size + read.length, 2 * size)];
            System.arraycopy(bytes, from, joined, 0, size);
            System.arraycopy(read, 0, joined, size, read.length);
            bytes = joined;
            from = 0;
            to = size + read.length;
        }
        return true;
    }
}
