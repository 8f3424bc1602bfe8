package mesh.artemis.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;

/// A port that listens before anybody behind it works: it tells when the first visitor is there,
/// and lets go of the port for whoever then serves it. The visitor waits in the system's queue
/// meanwhile.
final class Entrance implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final Selector visitors;

    private Entrance(ServerSocketChannel channel, Selector visitors) {
        this.channel = channel;
        this.visitors = visitors;
    }

    /// @param port 0 takes any free one
    /// @throws IOException when the port is taken, or the host is not this machine's
    static Entrance open(String host, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(host, port));
            channel.configureBlocking(false);
            Selector visitors = Selector.open();
            channel.register(visitors, SelectionKey.OP_ACCEPT);
            return new Entrance(channel, visitors);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused instanceof IOException io ? io : new IOException(refused);
        }
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /// Waits for the first visitor, as long as it takes.
    ///
    /// @return false when it was closed instead
    boolean visited() throws IOException {
        try {
            visitors.select();
            return visitors.isOpen();
        } catch (ClosedSelectorException closed) {
            return false;
        }
    }

    /// The port with its visitors, for whoever serves it from now on.
    ServerSocketChannel handedOver() throws IOException {
        visitors.close();
        channel.configureBlocking(true);
        return channel;
    }

    /// Nobody can come any more. Whoever waits for a visitor waits no longer.
    @Override
    public void close() throws IOException {
        visitors.close();
        channel.close();
    }
}
