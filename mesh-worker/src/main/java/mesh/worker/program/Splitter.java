package mesh.worker.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import mesh.protocol.json.Encoding;

/// Parts the lines that begin with a marker from everything else that a program prints, in pieces
/// as they come.
final class Splitter {
    private final Marked marked;
    private final byte[] marker;

    /// The marked line so far, or as much of a marker as was seen.
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /// Whether this line is known not to begin with the marker.
    private boolean other;

    Splitter(Marked marked) {
        this.marked = marked;
        this.marker = marked.marker().getBytes(StandardCharsets.US_ASCII);
    }

    /// Hands on the marked lines that are complete now.
    ///
    /// @param rest gets what is in no marked line
    /// @return whether to go on; else no more is to be taken
    boolean take(byte[] chunk, int count, ByteArrayOutputStream rest) {
        for (int i = 0; i < count; i++) {
            byte one = chunk[i];
            if (other) {
                rest.write(one);
                other = one != '\n';
            } else if (line.size() < marker.length) {
                match(one, rest);
            } else if (one == '\n') {
                if (!hand()) {
                    return false;
                }
            } else if (line.size() >= marked.mostBytes()) {
                marked.tooLong(Encoding.shown(line.toByteArray()));
                return false;
            } else {
                line.write(one);
            }
        }
        return true;
    }

    private void match(byte one, ByteArrayOutputStream rest) {
        if (one == marker[line.size()]) {
            line.write(one);
            return;
        }
        rest.writeBytes(line.toByteArray());
        line.reset();
        rest.write(one);
        other = one != '\n';
    }

    private boolean hand() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int wrong = Encoding.firstWrong(bytes);
        if (wrong >= 0) {
            marked.noText(Encoding.shown(bytes), wrong);
            return false;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return marked.line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    /// There is no more.
    ///
    /// @param whole whether a marked line without an end is one; else it is dropped
    void end(boolean whole, ByteArrayOutputStream rest) {
        if (line.size() < marker.length) {
            rest.writeBytes(line.toByteArray());
        } else if (whole) {
            hand();
        }
    }
}
