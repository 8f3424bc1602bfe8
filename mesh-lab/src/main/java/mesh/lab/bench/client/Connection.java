package mesh.lab.bench.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/// One connection to a mesh that is kept (HTTP/1.1, RFC 9112): a request is written, its answer is
/// read, by one thread. It understands what the mesh's server sends, and nothing more.
public final class Connection implements Closeable {
    private static final int BUFFER = 64 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    /// Longer than the mesh holds a request that waits.
    private static final int READ_MILLIS = 60_000;

    private static final int HEX = 16;

    private final Socket socket;
    private final InputStream in;
    private final StringBuilder line = new StringBuilder();

    public Connection(Site site) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(new InetSocketAddress(site.host(), site.port()), CONNECT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    /// @param request as {@link Site} makes it
    public Answer send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        int retryAfter = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "retry-after" -> retryAfter = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                default -> {
                    // Nobody asks for it.
                }
            }
        }
        return new Answer(status, retryAfter, chunked ? chunks() : exactly(length));
    }

    /// Writes a request whose answer is a stream of events, and gives what comes after its headers.
    public InputStream follow(byte[] request) throws IOException {
        socket.setSoTimeout(0);
        socket.getOutputStream().write(request);
        String status = line();
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            chunked |= header.toLowerCase(Locale.ROOT).startsWith("transfer-encoding: chunked");
        }
        if (!status.contains(" 200 ")) {
            throw new IOException("the mesh gives no events: " + status);
        }
        return chunked ? new Chunked(in) : in;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.write(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), HEX);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the mesh closed the connection within an answer");
        }
        return bytes;
    }

    private String line() throws IOException {
        return line(in, line);
    }

    static String line(InputStream in, StringBuilder line) throws IOException {
        line.setLength(0);
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                throw new EOFException("the mesh closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// Also from another thread, which ends what it waits for.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
