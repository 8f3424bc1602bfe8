package mesh.core.http.edge;

import io.helidon.common.socket.PeerInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/// The two ends of a connection.
record Peers(InetSocketAddress from, InetSocketAddress to) {

    static Peers of(SocketChannel channel) throws IOException {
        return new Peers(
                (InetSocketAddress) channel.getRemoteAddress(),
                (InetSocketAddress) channel.getLocalAddress());
    }

    PeerInfo remote() {
        return new Peer(from);
    }

    PeerInfo local() {
        return new Peer(to);
    }

    String id() {
        return from.getAddress().getHostAddress() + ":" + from.getPort();
    }

    private record Peer(InetSocketAddress socket) implements PeerInfo {

        @Override
        public SocketAddress address() {
            return socket;
        }

        @Override
        public String host() {
            return socket.getAddress().getHostAddress();
        }

        @Override
        public int port() {
            return socket.getPort();
        }

        @Override
        public Optional<Principal> tlsPrincipal() {
            return Optional.empty();
        }

        @Override
        public Optional<Certificate[]> tlsCertificates() {
            return Optional.empty();
        }
    }
}
