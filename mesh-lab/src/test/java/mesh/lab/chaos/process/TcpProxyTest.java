package mesh.lab.chaos.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mesh.lab.chaos.plan.Cut;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A node and a broker, played by plain sockets, with the proxy between them.
@Timeout(20)
class TcpProxyTest {
    private ServerSocket server;
    private TcpProxy proxy;
    private Socket node;
    private Socket broker;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(server.getLocalPort());
        node = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        broker = server.accept();
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        node.close();
        broker.close();
        server.close();
    }

    private static void say(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hear(Socket at, int length) throws IOException {
        at.setSoTimeout(5_000);
        InputStream in = at.getInputStream();
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static boolean silent(Socket at) throws IOException {
        at.setSoTimeout(150);
        try {
            return at.getInputStream().read() == Integer.MIN_VALUE;
        } catch (SocketTimeoutException nothing) {
            return true;
        }
    }

    private static boolean ended(Socket at) {
        try {
            at.setSoTimeout(5_000);
            return at.getInputStream().read() < 0;
        } catch (SocketTimeoutException alive) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void passes_both_ways() throws IOException {
        say(node, "hello");
        assertThat(hear(broker, 5)).isEqualTo("hello");
        say(broker, "welcome");
        assertThat(hear(node, 7)).isEqualTo("welcome");
    }

    @Test
    void holds_back_what_is_cut_and_lets_it_pass_when_it_heals() throws IOException {
        proxy.cut(Cut.BOTH_WAYS);
        say(node, "one");
        say(broker, "two");
        assertThat(silent(broker)).isTrue();
        assertThat(silent(node)).isTrue();
        proxy.heal();
        assertThat(hear(broker, 3)).isEqualTo("one");
        assertThat(hear(node, 3)).isEqualTo("two");
    }

    @Test
    void cuts_one_way_and_leaves_the_other() throws IOException {
        proxy.cut(Cut.TO_BROKER);
        say(node, "one");
        say(broker, "two");
        assertThat(hear(node, 3)).isEqualTo("two");
        assertThat(silent(broker)).isTrue();
        proxy.cut(Cut.FROM_BROKER);
        assertThat(hear(broker, 3)).isEqualTo("one");
        say(broker, "three");
        assertThat(silent(node)).isTrue();
    }

    @Test
    void holds_back_the_end_of_a_connection_and_the_beginning_of_one() throws IOException {
        proxy.cut(Cut.BOTH_WAYS);
        broker.close();
        assertThat(silent(node)).isTrue();
        try (var second = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            server.setSoTimeout(150);
            assertThat(accepts()).isFalse();
            proxy.heal();
            server.setSoTimeout(5_000);
            assertThat(accepts()).isTrue();
            assertThat(second.isConnected()).isTrue();
        }
        assertThat(ended(node)).isTrue();
    }

    private boolean accepts() throws IOException {
        try (Socket accepted = server.accept()) {
            return accepted.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    @Test
    void passes_on_the_end_of_a_killed_node_at_once_after_what_it_said() throws IOException {
        say(node, "last words");
        node.close();
        assertThat(hear(broker, 10)).isEqualTo("last words");
        assertThat(ended(broker)).isTrue();
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void resets_every_connection_while_it_flaps() throws IOException {
        proxy.cut(Cut.FLAPPING);
        assertThat(ended(node)).isTrue();
        assertThat(ended(broker)).isTrue();
        try (var second = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                var _ = server.accept()) {
            assertThat(ended(second)).isTrue();
        }
        proxy.heal();
        try (var third = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                var stays = server.accept()) {
            say(third, "here");
            assertThat(hear(stays, 4)).isEqualTo("here");
            assertThat(silent(third)).isTrue();
        }
    }

    @Test
    void delays_by_as_much_as_it_is_told_and_keeps_the_order() throws IOException {
        proxy.delay(Duration.ofMillis(200));
        long begin = System.nanoTime();
        say(node, "first ");
        say(node, "second");
        assertThat(hear(broker, 12)).isEqualTo("first second");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void turns_away_who_comes_while_no_broker_listens() throws IOException {
        server.close();
        try (var second = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(ended(second)).isTrue();
        }
    }

    @Test
    void refuses_who_comes_while_it_is_told_to() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close())
                .isInstanceOf(ConnectException.class);
        say(node, "still here");
        assertThat(hear(broker, 10)).isEqualTo("still here");
        proxy.listen();
        try (var second = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                var accepted = server.accept()) {
            say(second, "again");
            assertThat(hear(accepted, 5)).isEqualTo("again");
        }
    }
}
