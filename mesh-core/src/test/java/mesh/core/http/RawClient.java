package mesh.core.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// One connection, on which a test sends what it likes.
final class RawClient implements AutoCloseable {
    private static final String AUTHORIZED =
            "Host: x\r\nAuthorization: Bearer " + Client.TOKEN + "\r\n";
    private static final int MOST_MILLIS = 20_000;

    private final Socket socket = new Socket();

    RawClient(HttpServer server) throws IOException {
        this(server, "127.0.0.1");
    }

    /// @param from an address of this machine, by which the server knows the client
    RawClient(HttpServer server, String from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", URI.create(server.url()).getPort()));
        socket.setSoTimeout(MOST_MILLIS);
    }

    /// @param rest what comes after the first headers, with an empty line before a body
    RawClient request(String line, String rest) throws IOException {
        return send(line + " HTTP/1.1\r\n" + AUTHORIZED + rest);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Whether it could be sent: not where the server has closed the connection some time ago.
    boolean couldSend(String text) {
        try {
            send(text);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /// One answer whose length is told.
    String answer() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }
        var length = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        byte[] body =
                length.find()
                        ? socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)))
                        : new byte[0];
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /// All that comes until the server closes the connection.
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
