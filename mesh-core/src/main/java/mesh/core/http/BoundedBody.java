package mesh.core.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.http.ServerRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import mesh.protocol.Limits;

/// A body that ends in 413 where it is larger than it may be, as a whole or in one of its parts. A
/// client that is gone is an IOException.
final class BoundedBody extends FilterInputStream {
    private static final long UNKNOWN = -1;
    private static final int DISCARD_BUFFER = 16 << 10;

    /// A parser reads ahead of the part that it is at.
    private static final int READ_AHEAD = 16 << 10;

    /// The body that came last to this thread: each connection has a thread of its own.
    private static final ThreadLocal<BoundedBody> LAST = new ThreadLocal<>();

    private final long most;
    private final long declared;
    private final Patience patience;
    private long read;
    private long mostNow;
    private boolean broken;
    private boolean ended;

    /// Without patience: what comes is here already.
    BoundedBody(InputStream body, long most) {
        this(body, most, UNKNOWN, null);
    }

    private BoundedBody(InputStream body, long most, long declared, Patience patience) {
        super(body);
        this.most = most;
        this.mostNow = most;
        this.declared = declared;
        this.patience = patience;
    }

    /// The body of the request that the calling thread answers: its stream can be had but once, by
    /// {@link #last} as often as wanted.
    static BoundedBody of(ServerRequest request, long most, Patience patience) {
        InputStream stream =
                request.content().hasEntity()
                        ? request.content().inputStream()
                        : InputStream.nullInputStream();
        var body =
                new BoundedBody(
                        stream, most, request.headers().contentLength().orElse(UNKNOWN), patience);
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

    private static ProblemException partTooLarge() {
        return ProblemException.at(
                ProblemKind.TOO_LARGE, "body", "a job is at most " + Limits.JOB_BYTES + " bytes");
    }

    /// From here on a job of a batch begins. Without it, one endless job would be collected in
    /// memory.
    void beginJob() {
        mostNow = Math.min(most, read + Limits.JOB_BYTES + READ_AHEAD);
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
            count = await(into, offset, length);
        } catch (UncheckedIOException | DataReader.InsufficientDataAvailableException gone) {
            throw new IOException("the client ended the body early", gone);
        } catch (NumberFormatException noChunk) {
            broken = true;
            throw ProblemException.invalid(
                    "body", "a chunk of the body does not begin with its length in hexadecimal");
        }
        read += Math.max(0, count);
        ended = count < 0;
        if (read > mostNow) {
            throw mostNow < most ? partTooLarge() : tooLarge(most);
        }
        return count;
    }

    /// Into an array of the length that was told, where it was.
    @Override
    public byte[] readAllBytes() throws IOException {
        if (declared < 0 || declared > most) {
            return super.readAllBytes();
        }
        byte[] all = readNBytes((int) declared);
        if (read() >= 0) {
            throw new IOException("the body is longer than its length that was told");
        }
        return all;
    }

    private int await(byte[] into, int offset, int length) throws IOException {
        if (patience == null) {
            return in.read(into, offset, length);
        }
        patience.begin();
        try {
            return in.read(into, offset, length);
        } finally {
            patience.end();
        }
    }

    /// Reads on beyond every bound and throws away what it reads, until the end or so many bytes.
    void discard(long bytes) throws IOException {
        mostNow = Long.MAX_VALUE;
        if (broken || ended || read() < 0) {
            return;
        }
        var nowhere = new byte[DISCARD_BUFFER];
        long left = bytes - 1;
        while (left > 0) {
            int count = read(nowhere, 0, (int) Math.min(nowhere.length, left));
            left = count < 0 ? 0 : left - count;
        }
    }
}
