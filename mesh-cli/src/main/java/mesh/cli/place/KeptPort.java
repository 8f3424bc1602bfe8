package mesh.cli.place;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.cli.UserException;

/// The free port that a broker found, kept beside its data: when it is started again, the other
/// roles look for it where it was.
public final class KeptPort {
    private static final String FILE = "broker.port";

    private final Path file;

    public KeptPort(DataDirectory data) {
        this.file = data.path().resolve(FILE);
    }

    /// The port from last time; 0, which is any, where there is none or another program has it now.
    public int orAny(String host) {
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            return isFree(host, port) ? port : 0;
        } catch (IOException | IllegalArgumentException none) {
            return 0;
        }
    }

    private static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /// @throws UserException where it cannot be written
    public void keep(int port) {
        try {
            Files.writeString(file, port + "\n");
        } catch (IOException impossible) {
            throw DataDirectory.unusable(file, impossible);
        }
    }
}
