package mesh.core.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import mesh.core.http.edge.FramingException;

/// A body that ends in 413 where it is larger than it may be. A client that is gone is an
// IOException.
final class BoundedBody extends FilterInputStream {
    private static final long UNKNOWN = -1;
    private static final int DISCARD_BUFFER = 16 << 10;

    /// How much of a body is paid for before it has come.
    private static final int STEP = 64 << 10;

    /// The body that came last to this thread: each connection has a thread of its own.
    private static final ThreadLocal<BoundedBody> LAST = new ThreadLocal<>();

    private final long most;
    private final long declared;
    private final BodyPool.Loan loan;
    private long read;
    private long mostNow;
    private boolean broken;
    private boolean ended;

    private BoundedBody(InputStream body, long most, long declared, BodyPool.Loan loan) {
        super(body);
        this.most = most;
        this.mostNow = most;
        this.declared = declared;
        this.loan = loan;
    }

    /// The body of the request that the calling thread answers: its stream can be had but once, by
    /// {@link #last} as often as wanted.
    ///
    /// @param loan pays for the bytes that are kept; null where none are
    static BoundedBody of(ServerRequest request, long most, BodyPool.Loan loan) {
        InputStream stream =
                request.content().hasEntity()
                        ? request.content().inputStream()
                        : InputStream.nullInputStream();
        var body =
                new BoundedBody(
                        stream, most, request.headers().contentLength().orElse(UNKNOWN), loan);
        LAST.set(body);
        return body;
    }

    /// The one that the calling thread made last and has not forgotten; null for none.
    static BoundedBody last() {
        return LAST.get();
    }

    /// Its request is answered.
    static void forget() {
        LAST.remove();
    }

    static ProblemException tooLarge(long most) {
        return ProblemException.at(
                ProblemKind.TOO_LARGE, "body", "a body is at most " + most + " bytes here");
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(into, offset, length);
        } catch (UncheckedIOException | DataReader.InsufficientDataAvailableException gone) {
            throw new IOException("the client ended the body early", gone);
        } catch (FramingException noChunk) {
            broken = true;
            throw ProblemException.invalid("body", noChunk.getMessage());
        }
        read += Math.max(0, count);
        ended = count < 0;
        if (read > mostNow) {
            throw tooLarge(most);
        }
        return count;
    }

    /// Into an array that grows with what comes: a length that was only told costs nothing.
    @Override
    public byte[] readAllBytes() throws IOException {
        int end = (int) (declared < 0 ? most : declared);
        byte[] all = new byte[room(Math.min(STEP, end))];
        int size = 0;
        while (true) {
            int count = readNBytes(all, size, all.length - size);
            size += count;
            if (size < all.length || all.length == end) {
                break;
            }
            all = Arrays.copyOf(all, room((int) Math.min(2L * all.length, end)));
        }
        if (size < declared) {
            throw new IOException("the body ended early");
        }
        if (read() >= 0) {
            throw new IOException("the body is longer than its length that was told");
        }
        return size == all.length ? all : Arrays.copyOf(all, size);
    }

    private int room(int bytes) {
        if (loan != null) {
            loan.growTo(bytes);
        }
        return bytes;
    }

    /// Reads on beyond every bound and throws away what it reads, until the end or so many bytes.
    ///
    /// @return whether it came to the end
    boolean discard(long bytes) throws IOException {
        mostNow = Long.MAX_VALUE;
        if (broken || ended) {
            return ended;
        }
        var nowhere = new byte[DISCARD_BUFFER];
        long left = bytes;
        while (!ended && left > 0) {
            left -= read(nowhere, 0, nowhere.length);
        }
        return ended;
    }
}
