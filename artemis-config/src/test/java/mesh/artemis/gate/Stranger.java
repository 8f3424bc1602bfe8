package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;

/// Somebody who reached the broker's port and has no password: a socket, and the packets of the
/// broker's protocol as anybody can write them.
final class Stranger implements AutoCloseable {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(6).toMillis();

    /// Of the broker 2.56.0's protocol.
    private static final int VERSION = 136;

    private final Socket socket;

    private Stranger(Socket socket) {
        this.socket = socket;
    }

    /// One who has said nothing.
    static Stranger silent(int port) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Stranger(socket);
    }

    /// One who has said which protocol it speaks.
    static Stranger at(int port) throws IOException {
        Stranger stranger = silent(port);
        stranger.say(Frames.WORD.getBytes(StandardCharsets.US_ASCII));
        return stranger;
    }

    void say(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    void say(PacketImpl packet, long channel) throws IOException {
        packet.setChannelID(channel);
        ActiveMQBuffer encoded = packet.encode(null);
        var bytes = new byte[encoded.writerIndex()];
        encoded.getBytes(0, bytes);
        say(bytes);
    }

    void logIn(String user, String password, long channel) throws IOException {
        say(
                new CreateSessionMessage(
                        "a stranger's " + channel,
                        channel,
                        VERSION,
                        user,
                        password,
                        100_000,
                        false,
                        true,
                        true,
                        false,
                        -1,
                        null),
                1);
    }

    /// The next packet that the broker sends: its type, its channel, and what it carries.
    ByteBuffer hear() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return ByteBuffer.wrap(in.readNBytes(in.readInt()));
    }

    /// Waits for the end of the connection, whatever is said before.
    void awaitEnd() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException lives) {
            throw new AssertionError("the connection was not ended", lives);
        } catch (IOException reset) {
            assertThat(reset).isInstanceOf(java.net.SocketException.class);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
