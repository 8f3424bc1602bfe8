package mesh.core.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The write-ahead log of a SQLite file (`core.db-wal`), as SQLite left it. SQLite reads it up to
/// the first frame that is not as it was written, and takes what follows for the rest of a commit
/// that was not finished. So a byte that changed on the disk would undo every commit behind it,
/// without a word.
///
/// Each commit is synced before the next is begun, so that at most one is unfinished. Where two
/// commits follow a broken frame, in one row of frames that were written one after the other, the
/// first of them was finished: the log is damaged.
final class WriteAheadLog {
    private static final int HEAD = 32;
    private static final int FRAME_HEAD = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int LEAST_PAGE = 512;
    private static final int MOST_PAGE = 65_536;

    private final ByteOrder order;
    private final int page;
    private final long salts;

    /// The checksum of all so far, in two halves.
    private int first;

    private int second;

    private WriteAheadLog(ByteBuffer head) {
        order = (head.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        page = head.getInt(8);
        salts = head.getLong(16);
    }

    /// What is wrong with it, for people; empty where nothing is, or where there is none.
    static Optional<String> damage(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= HEAD) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(log), 1 << 20)) {
            ByteBuffer head = ByteBuffer.wrap(in.readNBytes(HEAD));
            var read = new WriteAheadLog(head);
            if (!read.isHead(head)) {
                return Optional.of("the head of its journal %s is broken".formatted(log));
            }
            return read.brokenFrame(in)
                    .map(
                            frame ->
                                    "frame %d of its journal %s is broken, and commits follow it"
                                            .formatted(frame, log));
        }
    }

    private boolean isHead(ByteBuffer head) {
        if ((head.getInt(0) & ~1) != MAGIC || page < LEAST_PAGE || page > MOST_PAGE) {
            return false;
        }
        sum(head, 0, FRAME_HEAD);
        return isSummed(head, FRAME_HEAD);
    }

    /// The first broken frame that two commits follow.
    private Optional<Long> brokenFrame(InputStream in) throws IOException {
        byte[] bytes = new byte[FRAME_HEAD + page];
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        long broken = 0;
        int commits = 0;
        int last = 0;
        for (long number = 1; in.readNBytes(bytes, 0, bytes.length) == bytes.length; number++) {
            sum(frame, 0, 8);
            sum(frame, FRAME_HEAD, page);
            boolean follows = frame.getLong(8) == salts && isSummed(frame, 16);
            if (!follows) {
                broken = broken == 0 ? number : broken;
                commits = 0;
                first = frame.getInt(16);
                second = frame.getInt(20);
            }
            boolean ends = follows && broken != 0 && frame.getInt(4) != 0;
            // To fill a sector, the last frame of a commit may be there more than once.
            if (ends && frame.getInt(0) != last) {
                commits++;
                if (commits == 2) {
                    return Optional.of(broken);
                }
            }
            last = ends ? frame.getInt(0) : 0;
        }
        return Optional.empty();
    }

    private void sum(ByteBuffer from, int at, int length) {
        ByteBuffer words = from.duplicate().order(order);
        for (int i = at; i < at + length; i += 8) {
            first += words.getInt(i) + second;
            second += words.getInt(i + 4) + first;
        }
    }

    private boolean isSummed(ByteBuffer from, int at) {
        return from.getInt(at) == first && from.getInt(at + 4) == second;
    }
}
