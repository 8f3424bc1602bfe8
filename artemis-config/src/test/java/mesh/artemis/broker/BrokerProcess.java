package mesh.artemis.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;

/// A broker in a process of its own, to be killed.
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;
    private final int port;
    private Process process;

    public BrokerProcess(Path data) throws IOException {
        this.data = data;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /// Starts it, and returns when it takes connections.
    public void start() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.util.logging.config.file="
                                        + System.getProperty("java.util.logging.config.file"),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BrokerProcess.class.getName(),
                                data.toString(),
                                String.valueOf(port))
                        .inheritIO()
                        .start();
        await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(this::answers);
    }

    private boolean answers() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException away) {
            return false;
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Sends it a signal by its name: `STOP`, `CONT`.
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedBroker.start(
                BrokerProbe.configuration(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        Thread.currentThread().join();
    }
}
