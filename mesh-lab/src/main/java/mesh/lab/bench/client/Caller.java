package mesh.lab.bench.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One connection to a mesh that is kept, of many that one thread serves: it waits for none of
/// them. It understands answers whose length is told, as those to submissions are, and nothing
/// more (HTTP/1.1, RFC 9112).
final class Caller implements Closeable {
    private static final int FIRST = 4 << 10;
    private static final int STATUS = "HTTP/1.1 ".length();
    private static final int OK_BELOW = 300;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer request;
    private ByteBuffer answer = ByteBuffer.allocate(FIRST);

    /// Of what has come of the answer: where its body begins and ends; 0 while that is not known.
    private int body;

    private int end;

    /// Connects, which is waited for.
    Caller(Site site, Selector selector) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(site.host(), site.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Begins a call. One goes on at a time.
    ///
    /// @param bytes as {@link Site} makes them
    void call(byte[] bytes) throws IOException {
        request = ByteBuffer.wrap(bytes);
        write();
    }

    /// Goes on with what the connection is ready for.
    ///
    /// @return the answer; null while it is not there
    Answer goOn() throws IOException {
        if (key.isWritable()) {
            write();
        }
        return key.isReadable() ? read() : null;
    }

    /// As much as the connection takes; it is told when it takes more.
    private void write() throws IOException {
        channel.write(request);
        int interest = SelectionKey.OP_READ | (request.hasRemaining() ? SelectionKey.OP_WRITE : 0);
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private Answer read() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the mesh closed the connection");
        }
        if (end == 0) {
            head();
        }
        if (end == 0 || answer.position() < end) {
            makeRoom();
            return null;
        }
        // When to come again is told with refusals alone, which are few.
        int status = status();
        int retryAfter = status < OK_BELOW ? 0 : header("retry-after", 0);
        var told = new Answer(status, retryAfter, bytes(body, end));
        answer.clear();
        body = 0;
        end = 0;
        return told;
    }

    private void makeRoom() {
        if (!answer.hasRemaining()) {
            int more = Math.max(end, 2 * answer.capacity());
            answer = ByteBuffer.allocate(more).put(answer.flip());
        }
    }

    private void head() throws IOException {
        byte[] array = answer.array();
        for (int i = 0; i + END_OF_HEAD.length <= answer.position(); i++) {
            if (Arrays.equals(array, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, 4)) {
                body = i + END_OF_HEAD.length;
                int length = header("content-length", -1);
                if (length < 0) {
                    throw new IOException("an answer does not tell its length: " + text(0, i));
                }
                end = body + length;
                return;
            }
        }
    }

    /// The three digits behind `HTTP/1.1`.
    private int status() {
        return Integer.parseInt(text(STATUS, STATUS + 3));
    }

    /// A number in the head.
    ///
    /// @param name in lower case
    /// @param otherwise where the answer has none
    private int header(String name, int otherwise) {
        int last = body - name.length() - END_OF_HEAD.length;
        for (int at = 0; at < last; at++) {
            if (answer.get(at) == '\n' && isNamed(at + 1, name)) {
                int from = at + 1 + name.length() + 1;
                int to = from;
                while (answer.get(to) != '\r') {
                    to++;
                }
                return Integer.parseInt(text(from, to).strip());
            }
        }
        return otherwise;
    }

    private boolean isNamed(int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase(answer.get(from + i)) != name.charAt(i)) {
                return false;
            }
        }
        return answer.get(from + name.length()) == ':';
    }

    private String text(int from, int to) {
        return new String(bytes(from, to), StandardCharsets.US_ASCII);
    }

    private byte[] bytes(int from, int to) {
        return Arrays.copyOfRange(answer.array(), from, to);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
