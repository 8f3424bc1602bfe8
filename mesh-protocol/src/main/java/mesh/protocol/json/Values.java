package mesh.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import mesh.protocol.Json;
import mesh.protocol.needs.Needs;

/// The values of one object, one after the other, each in its common form.
///
/// Whatever is in another form throws an {@link Odd}, wherever it is; {@link #skip} then goes to
/// the end of the object.
final class Values {
    /// A value is not in its common form.
    static final class Odd extends IllegalArgumentException {
        private static final long serialVersionUID = 1;
        private static final Odd ONE = new Odd();

        /// Nobody reads it: it costs no trace.
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private final byte[] body;
    private final JsonParser parser;
    private final JsonStreamContext outside;

    /// @param parser stands at the beginning of the object
    Values(byte[] body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
        this.outside = parser.getParsingContext().getParent();
    }

    /// Goes on to the value of the next field.
    ///
    /// @return its name; null where the object ends
    String nextName() throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    /// Goes on to the next element of an array.
    boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    void begin(JsonToken start) {
        if (parser.currentToken() != start) {
            throw Odd.ONE;
        }
    }

    /// Goes on to the end of the object.
    void skip() throws IOException {
        while (parser.getParsingContext() != outside) {
            parser.nextToken();
        }
    }

    /// Passes over a value that nobody asked for.
    void pass() throws IOException {
        parser.skipChildren();
    }

    <T> T known(T value) {
        if (value == null) {
            throw Odd.ONE;
        }
        return value;
    }

    String text() throws IOException {
        begin(JsonToken.VALUE_STRING);
        return parser.getText();
    }

    int number() throws IOException {
        long number = large();
        if (number != (int) number) {
            throw Odd.ONE;
        }
        return (int) number;
    }

    long large() throws IOException {
        begin(JsonToken.VALUE_NUMBER_INT);
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw Odd.ONE;
        }
        return parser.getLongValue();
    }

    double decimal() throws IOException {
        begin(JsonToken.VALUE_NUMBER_FLOAT);
        return parser.getDoubleValue();
    }

    /// The value as it is written; null for a null.
    Json raw() throws IOException {
        String text = source();
        return text == null ? null : new Json(text);
    }

    Needs needs() throws IOException {
        String text = source();
        return text == null ? Needs.NONE : KnownNeeds.of(text);
    }

    private String source() throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return plain(from, to);
    }

    /// A control character can only stand between values, as in JSON that is laid out for people.
    /// What is kept has none: it goes on, in time, as a line.
    private String plain(int from, int to) throws IOException {
        for (int at = from; at < to; at++) {
            if (body[at] >= 0 && body[at] < ' ') {
                return MeshJson.MAPPER.readTree(body, from, to - from).toString();
            }
        }
        return new String(body, from, to - from, StandardCharsets.UTF_8);
    }
}
