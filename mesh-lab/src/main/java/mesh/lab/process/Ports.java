package mesh.lab.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports for servers that are to come back on the same one.
///
/// They are taken from below the range that a system gives to outgoing connections: a client that
/// tries a port of that range again and again, while nobody listens there, sooner or later gets the
/// same port for its own end and is connected to itself.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    public static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another one, then.
            }
        }
        throw new IllegalStateException(
                "no port from %d to %d is free on loopback".formatted(FIRST, LAST));
    }
}
