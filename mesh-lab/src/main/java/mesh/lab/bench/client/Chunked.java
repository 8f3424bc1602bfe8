package mesh.lab.bench.client;

import java.io.IOException;
import java.io.InputStream;

/// The content of an answer that comes in chunks.
final class Chunked extends InputStream {
    private static final int HEX = 16;

    private final InputStream in;
    private final StringBuilder line = new StringBuilder();
    private int left;
    private boolean begun;

    Chunked(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (left == 0 && !next()) {
            return -1;
        }
        int read = in.read(into, from, Math.min(length, left));
        left -= Math.max(read, 0);
        return read;
    }

    private boolean next() throws IOException {
        if (begun) {
            Connection.line(in, line);
        }
        begun = true;
        left = Integer.parseInt(Connection.line(in, line).split(";", 2)[0].strip(), HEX);
        return left > 0;
    }
}
