package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mesh.protocol.Address;
import mesh.protocol.link.Source;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.junit.jupiter.api.Test;

/// What `broker.xml` says is what the code counts on.
class BrokerFileTest {
    private static final String BROKERS_OWN = "activemq.notifications";
    private final Configuration file;

    BrokerFileTest() throws Exception {
        file = RunningBroker.file();
    }

    @Test
    void keeps_to_the_schema_of_the_broker() {
        var asTheBrokerReadsIt =
                new FileDeploymentManager(RunningBroker.FILE)
                        .addDeployable(new FileConfiguration());
        assertThatCode(asTheBrokerReadsIt::readConfiguration).doesNotThrowAnyException();
    }

    @Test
    void declares_the_addresses_of_the_code_and_no_other() {
        var expected = new TreeMap<String, Address.Routing>();
        Address.ALL.forEach(address -> expected.put(address.name(), address.routing()));
        expected.put(Address.CALLS, Address.Routing.MULTICAST);
        expected.put(Address.BIDS, Address.Routing.ANYCAST);
        expected.put(Address.EXPIRED, Address.Routing.ANYCAST);
        Map<String, Address.Routing> declared =
                file.getAddressConfigurations().stream()
                        .filter(address -> !address.getName().equals(BROKERS_OWN))
                        .collect(
                                Collectors.toMap(
                                        CoreAddressConfiguration::getName,
                                        BrokerFileTest::routing));
        assertThat(declared).containsExactlyInAnyOrderEntriesOf(expected);
    }

    private static Address.Routing routing(CoreAddressConfiguration address) {
        assertThat(address.getRoutingTypes()).hasSize(1);
        return address.getRoutingTypes().contains(RoutingType.ANYCAST)
                ? Address.Routing.ANYCAST
                : Address.Routing.MULTICAST;
    }

    @Test
    void gives_every_anycast_address_the_queue_of_its_name() {
        for (CoreAddressConfiguration address : file.getAddressConfigurations()) {
            List<String> queues =
                    address.getQueueConfigs().stream()
                            .map(queue -> queue.getName().toString())
                            .toList();
            switch (routing(address)) {
                case ANYCAST -> assertThat(queues).containsExactly(address.getName());
                case MULTICAST -> assertThat(queues).doesNotContain(address.getName());
            }
        }
    }

    @Test
    void creates_and_deletes_nothing_by_itself() {
        for (String match : matches()) {
            AddressSettings settings = settings(match);
            assertThat(settings.isAutoCreateQueues()).as(match).isFalse();
            assertThat(settings.isAutoCreateAddresses()).as(match).isFalse();
            assertThat(settings.isAutoDeleteQueues()).as(match).isFalse();
            assertThat(settings.isAutoDeleteAddresses()).as(match).isFalse();
            assertThat(settings.isAutoCreateDeadLetterResources()).as(match).isFalse();
            assertThat(settings.isAutoCreateExpiryResources()).as(match).isFalse();
        }
    }

    @Test
    void bounds_every_address_and_refuses_when_the_disk_is_full() {
        for (String match : matches()) {
            AddressSettings settings = settings(match);
            assertThat(settings.getMaxSizeBytes()).as(match).isPositive();
            assertThat(settings.getDiskFullMessagePolicy())
                    .as(match)
                    .isEqualTo(DiskFullMessagePolicy.FAIL);
            assertThat(settings.isEnableIngressTimestamp()).as(match).isTrue();
        }
    }

    @Test
    void drops_what_is_said_again_and_keeps_the_rest_on_the_disk() {
        var saidAgain = Set.of(Address.OFFERS, Address.HEARTBEATS, Address.NEWS, Address.CONTROL);
        var putAside = Set.of(Address.QUARANTINE, Address.DEAD);
        for (Address<?> address : Address.ALL) {
            AddressSettings settings = settings(address.name());
            boolean dropped = saidAgain.contains(address) || putAside.contains(address);
            assertThat(settings.getAddressFullMessagePolicy())
                    .as(address.name())
                    .isEqualTo(
                            dropped
                                    ? AddressFullMessagePolicy.DROP
                                    : AddressFullMessagePolicy.PAGE);
            if (!dropped) {
                assertThat(settings.getPageLimitBytes()).as(address.name()).isPositive();
                assertThat(settings.getPageFullMessagePolicy())
                        .as(address.name())
                        .isEqualTo(PageFullMessagePolicy.FAIL);
            }
        }
    }

    @Test
    void keeps_work_whole_and_of_talk_the_newest() {
        var queues = new TreeMap<String, QueueConfiguration>();
        file.getAddressConfigurations().stream()
                .flatMap(address -> address.getQueueConfigs().stream())
                .forEach(queue -> queues.put(queue.getName().toString(), queue));
        assertThat(queues.get(Source.progress().queue()).getRingSize()).isEqualTo(-1);
        assertThat(queues.get(Source.news().queue()).getRingSize()).isEqualTo(Source.MOST_NEWS);
        for (String aside :
                List.of(Address.QUARANTINE.name(), Address.DEAD.name(), Address.EXPIRED)) {
            assertThat(queues.get(aside).getRingSize()).as(aside).isEqualTo(500);
        }
        assertThat(file.getDivertConfigurations())
                .filteredOn(divert -> divert.getAddress().equals(Address.PROGRESS.name()))
                .singleElement()
                .satisfies(
                        divert -> {
                            assertThat(divert.getForwardingAddress())
                                    .isEqualTo(Address.NEWS.name());
                        });
        assertThat(settings(Address.PROGRESS.name()).getPageFullMessagePolicy())
                .isEqualTo(PageFullMessagePolicy.FAIL);
    }

    @Test
    void lets_nothing_vanish_but_what_is_said_again_soon() {
        for (Address<?> address : Address.ALL) {
            AddressSettings settings = settings(address.name());
            if (address.equals(Address.HEARTBEATS)) {
                assertThat(settings.getExpiryAddress().toString()).isEmpty();
                assertThat(settings.getExpiryDelay()).isEqualTo(60_000);
            } else {
                assertThat(settings.getDeadLetterAddress().toString())
                        .isEqualTo(Address.DEAD.name());
                assertThat(settings.getExpiryAddress().toString()).isEqualTo(Address.EXPIRED);
                assertThat(settings.getExpiryDelay()).isEqualTo(-1);
            }
        }
    }

    private List<String> matches() {
        var matches = new ArrayList<>(file.getAddressSettings().keySet());
        file.getAddressConfigurations().forEach(address -> matches.add(address.getName()));
        return matches;
    }

    /// The settings of a match as the broker sees them: its own over those for every address.
    private AddressSettings settings(String match) {
        var all = new AddressSettings(file.getAddressSettings().get("#"));
        AddressSettings own = file.getAddressSettings().get(match);
        if (own == null || match.equals("#")) {
            return all;
        }
        var merged = new AddressSettings(own);
        merged.merge(all);
        return merged;
    }
}
