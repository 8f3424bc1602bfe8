package mesh.core.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How much of what a process has is granted to connections, and to one client of that.
class BoundsTest {

    @Test
    void takes_a_quarter_of_the_files_that_a_process_may_open() {
        assertThat(Bounds.ofFiles(1_024).connections()).isEqualTo(192);
        assertThat(Bounds.ofFiles(4_096).connections()).isEqualTo(960);
        assertThat(Bounds.ofFiles(1 << 20).connections()).isEqualTo(4_096);
        assertThat(Bounds.ofFiles(Long.MAX_VALUE).connections()).isEqualTo(4_096);
        assertThat(Bounds.ofFiles(100).connections()).isEqualTo(16);
    }

    @Test
    void gives_a_large_body_longer_than_a_small_one() {
        Bounds bounds = Bounds.ofFiles(1_024);
        assertThat(bounds.nanosFor(0)).isEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(bounds.nanosFor(1 << 20)).isEqualTo(Duration.ofSeconds(46).toNanos());
    }

    @Test
    void one_client_gets_three_quarters_and_others_the_rest() {
        var budget = new Budget(8);
        var one = new AtomicLong();
        var other = new AtomicLong();
        for (int i = 0; i < 6; i++) {
            assertThat(budget.take(one)).isEqualTo(Budget.Answer.TAKEN);
        }
        assertThat(budget.take(one)).isEqualTo(Budget.Answer.FULL_FOR_CLIENT);
        assertThat(budget.take(other)).isEqualTo(Budget.Answer.TAKEN);
        assertThat(budget.take(other)).isEqualTo(Budget.Answer.TAKEN);
        assertThat(budget.take(other)).isEqualTo(Budget.Answer.FULL);
        budget.giveBack(one);
        assertThat(budget.take(other)).isEqualTo(Budget.Answer.TAKEN);
        assertThat(budget.taken()).isEqualTo(8);
    }

    @Test
    void takes_a_whole_network_of_ipv6_for_one_client() throws UnknownHostException {
        assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
        assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    }

    private static Object key(String address) throws UnknownHostException {
        return Client.Clients.key(InetAddress.getByName(address));
    }

    @Test
    void forgets_a_client_that_has_no_connection_any_more() throws UnknownHostException {
        var clients = new Client.Clients();
        Client first = clients.enter(InetAddress.getByName("192.0.2.1"));
        assertThat(clients.enter(InetAddress.getByName("192.0.2.1"))).isSameAs(first);
        clients.leave(first);
        assertThat(clients.count()).isEqualTo(1);
        clients.leave(first);
        assertThat(clients.count()).isZero();
    }
}
