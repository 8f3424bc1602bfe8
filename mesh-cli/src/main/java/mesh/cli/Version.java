package mesh.cli;

import picocli.CommandLine.IVersionProvider;

/// The version of this software: the jar's, or `dev` where it runs from classes.
public final class Version implements IVersionProvider {
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"mesh " + text() + ", Java " + Runtime.version()};
    }
}
