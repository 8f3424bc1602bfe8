package mesh.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// The version of this software.
final class Version {
    private static final String FILE = "/META-INF/maven/mesh/mesh-worker/pom.properties";

    private Version() {}

    /// What the build wrote into the jar; `dev` where this runs from class files.
    static String read() {
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            if (file == null) {
                return "dev";
            }
            var properties = new Properties();
            properties.load(file);
            return properties.getProperty("version", "dev");
        } catch (IOException unreadable) {
            return "dev";
        }
    }
}
