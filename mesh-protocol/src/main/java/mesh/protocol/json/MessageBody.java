package mesh.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.protocol.message.Message;

/// The body of a message: one record as a JSON object `{"v": 1, …}`, or an array of such.
public final class MessageBody {
    public static final int VERSION = 1;
    private static final int ROOM = 512;

    private final Utf8 bytes = new Utf8(ROOM);
    private int records;

    /// A body to which records are added.
    public MessageBody() {
        bytes.put('[');
    }

    /// Adds a record, unless it would make the body of several larger than this.
    ///
    /// @return whether it was added; the first one always is
    public boolean add(Message record, int mostBytes) {
        int before = bytes.size();
        if (records > 0) {
            bytes.put(',');
        }
        RecordWriter.write(record, bytes);
        if (records > 0 && bytes.size() > mostBytes) {
            bytes.cut(before);
            return false;
        }
        records++;
        return true;
    }

    /// How many records it holds.
    public int records() {
        return records;
    }

    /// About how many bytes it has.
    public int size() {
        return bytes.size();
    }

    /// The body in UTF-8: a lone record as an object, several as an array.
    public byte[] utf8() {
        return records == 1 ? bytes.from(1, "") : bytes.from(0, "]");
    }

    /// Records of one type as a body; a lone one as an object.
    public static String write(List<? extends Message> records) {
        var body = new MessageBody();
        records.forEach(record -> body.add(record, Integer.MAX_VALUE));
        return new String(body.utf8(), StandardCharsets.UTF_8);
    }

    /// Reads a body of which all has to be well.
    ///
    /// @throws IllegalArgumentException saying what is wrong, for whoever looks into the quarantine
    public static <M extends Message> List<M> read(String body, Class<M> type) {
        Contents<M> contents = contents(body.getBytes(StandardCharsets.UTF_8), type);
        if (!contents.broken().isEmpty()) {
            throw new IllegalArgumentException(contents.broken().getFirst().reason());
        }
        return contents.records();
    }

    /// Reads what can be read of a body. What is no JSON is broken as a whole; of an array, each
    /// record that is none.
    ///
    /// @param utf8 is not to be changed any more
    public static <M extends Message> Contents<M> contents(byte[] utf8, Class<M> type) {
        return new BodyReader<>(utf8, type).read();
    }
}
