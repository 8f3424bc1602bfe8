package mesh.core.http.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Whoever connects from one address, and what it holds. Known as long as it has a connection.
public final class Client {
    private static final int IPV6_NETWORK = 8;

    private final Object key;

    /// Guarded by the map that it is in.
    private int connections;

    private final Map<Object, AtomicLong> held = new ConcurrentHashMap<>(8);

    private Client(Object key) {
        this.key = key;
    }

    /// How much it holds of something of which there is a bounded amount, to be changed with what
    /// all clients hold of it.
    public AtomicLong held(Object budget) {
        AtomicLong known = held.get(budget);
        return known != null ? known : held.computeIfAbsent(budget, _ -> new AtomicLong());
    }

    /// Those that have a connection now.
    static final class Clients {
        private final Map<Object, Client> known = new ConcurrentHashMap<>();

        Client enter(InetAddress address) {
            return known.compute(
                    key(address),
                    (key, client) -> {
                        Client entered = client == null ? new Client(key) : client;
                        entered.connections++;
                        return entered;
                    });
        }

        void leave(Client client) {
            known.computeIfPresent(
                    client.key, (_, known) -> --known.connections == 0 ? null : known);
        }

        int count() {
            return known.size();
        }

        /// Who has an IPv6 address has a whole network of them.
        static Object key(InetAddress address) {
            return address instanceof Inet6Address && !address.isLoopbackAddress()
                    ? ByteBuffer.wrap(address.getAddress(), 0, IPV6_NETWORK)
                    : address;
        }
    }
}
