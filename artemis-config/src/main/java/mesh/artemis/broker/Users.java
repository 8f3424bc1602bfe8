package mesh.artemis.broker;

import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/// Who may log in to the broker, in memory alone: no file holds a password, and two brokers in one
/// process do not know each other's users. What a role may do stands in `broker.xml`.
final class Users {
    static final String PARTY = "mesh";
    static final String PERSON = "admin";

    private Users() {}

    static ActiveMQSecurityManager of(BrokerConfiguration configuration) {
        var users =
                new SecurityConfiguration(
                        Map.of(
                                configuration.user(),
                                configuration.password(),
                                configuration.consoleUser(),
                                configuration.consolePassword()),
                        Map.of(
                                configuration.user(),
                                List.of(PARTY),
                                configuration.consoleUser(),
                                List.of(PERSON)));
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }
}
