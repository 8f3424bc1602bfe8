package mesh.artemis.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/// Who may log in to which console of this process, in memory alone. The console's pages ask the
/// process-wide log-in configuration, so this puts itself in front of the one that is there and
/// answers for its own realms only.
final class ConsoleLogin extends Configuration {
    static final String ROLE = "admin";
    private static final AtomicInteger REALMS = new AtomicInteger();
    private static ConsoleLogin installed;

    private final Configuration behind;
    private final Map<String, SecurityConfiguration> realms = new ConcurrentHashMap<>();

    private ConsoleLogin(Configuration behind) {
        this.behind = behind;
    }

    /// Makes a realm for this one user.
    ///
    /// @return the realm's name, unique in this process
    static synchronized String realm(String user, String password) {
        if (installed == null) {
            installed = new ConsoleLogin(before());
            Configuration.setConfiguration(installed);
        }
        String realm = "mesh-console-" + REALMS.incrementAndGet();
        installed.realms.put(
                realm,
                new SecurityConfiguration(Map.of(user, password), Map.of(user, List.of(ROLE))));
        return realm;
    }

    static synchronized void forget(String realm) {
        if (installed != null) {
            installed.realms.remove(realm);
        }
    }

    private static Configuration before() {
        try {
            return Configuration.getConfiguration();
        } catch (SecurityException noneConfigured) {
            return null;
        }
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        SecurityConfiguration realm = realms.get(name);
        if (realm != null) {
            // It takes the name for the module that checks the password.
            return realm.getAppConfigurationEntry(InVMLoginModule.class.getName());
        }
        return behind == null ? null : behind.getAppConfigurationEntry(name);
    }
}
