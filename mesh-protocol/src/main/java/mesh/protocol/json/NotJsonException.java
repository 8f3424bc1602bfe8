package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Something is no JSON that the mesh takes, and why. Its message says what and at which byte.
///
/// It costs no trace: what is wrong lies in the text, not in the program.
public final class NotJsonException extends IllegalArgumentException {
    static final String BLANK = "it is blank";

    private static final long serialVersionUID = 1;

    private final String reason;
    private final byte[] text;
    private final int offset;
    private final String field;

    /// @param offset where it is wrong, in bytes from 0
    NotJsonException(String reason, byte[] text, int offset) {
        super(reason + ", at byte " + offset);
        this.reason = reason;
        this.text = text;
        this.offset = offset;
        this.field = null;
    }

    private NotJsonException(NotJsonException other, String field) {
        super(other.getMessage());
        this.reason = other.reason;
        this.text = other.text;
        this.offset = other.offset;
        this.field = field;
    }

    /// The same, said of a field.
    NotJsonException in(String field) {
        return new NotJsonException(this, field);
    }

    /// The field of the outermost object that it lies in, where the whole is JSON and only breaks a
    /// rule beyond.
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /// Whether there was nothing at all.
    public boolean isBlank() {
        return reason.equals(BLANK);
    }

    /// What is wrong, without the place.
    public String reason() {
        return reason;
    }

    /// Where, in bytes from 0.
    public int offset() {
        return offset;
    }

    /// In which line, from 1. Lines are counted only here, for a body may have many faults of which
    /// nobody asks the line.
    public int line() {
        int lines = 1;
        for (int at = 0; at < offset; at++) {
            lines += text[at] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /// At which character of the line, from 1.
    public int column() {
        int begin = offset;
        while (begin > 0 && text[begin - 1] != '\n') {
            begin--;
        }
        return 1 + new String(text, begin, offset - begin, StandardCharsets.UTF_8).length();
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
