package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A launcher in a project of its own with JDKs and a Maven that only say what they were asked.
abstract class LauncherProject {
    private static final String SYSTEM_PATH = "/usr/bin:/bin";
    private static final String PROMISE = "openjdk version";

    @TempDir Path root;
    Path project;
    Path bin;

    record Run(int code, String out, String err) {}

    @BeforeEach
    void lay_out() throws IOException {
        project = Files.createDirectories(root.resolve("a project"));
        bin = Files.createDirectories(root.resolve("bin"));
        Files.copy(Path.of("..", "mesh"), project.resolve("mesh"));
        executable(project.resolve("mesh"));
        Files.createDirectories(project.resolve("mesh-cli/src/main"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("mesh-cli/pom.xml"), "<project/>");
        for (String tool :
                List.of(
                        "bash",
                        "grep",
                        "sed",
                        "find",
                        "head",
                        "mkdir",
                        "mv",
                        "rm",
                        "dirname",
                        "readlink",
                        "flock",
                        "mktemp",
                        "cat",
                        "sleep",
                        "env")) {
            for (String directory : SYSTEM_PATH.split(":")) {
                Path found = Path.of(directory, tool);
                if (Files.exists(found) && !Files.exists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), found);
                }
            }
        }
    }

    static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        executable(file);
        return file;
    }

    /// A JDK that prints how it was called.
    Path jdk(String place, String version) throws IOException {
        Path home = root.resolve(place);
        script(
                home.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo '%s \"%s\"' >&2; exit; fi; echo \"java %s $@\""
                        .formatted(PROMISE, version, version));
        script(home.resolve("bin/javac"), "exit 1");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /// A Maven that counts its builds.
    void maven() throws IOException {
        script(
                bin.resolve("mvn"),
                """
                echo "mvn JAVA_HOME=$JAVA_HOME $*" >> '%1$s/builds'
                if [ -f '%1$s/broken' ]; then echo '[ERROR] it does not compile'; exit 1; fi
                case "$*" in *package*) mkdir -p mesh-cli/target; sleep 0.2; echo jar > mesh-cli/target/mesh-cli.jar;; esac"""
                        .formatted(root));
    }

    long builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    Run mesh(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return end(start(environment, project.resolve("mesh"), arguments));
    }

    Process start(Map<String, String> environment, Path launcher, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        var all = new TreeMap<>(environment);
        all.putIfAbsent("MESH_JAVA_PLACES", root.resolve("places").toString());
        all.putIfAbsent("PATH", bin.toString());
        all.putIfAbsent("HOME", root.toString());
        builder.environment().putAll(all);
        return builder.start();
    }

    static Run end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    /// A JDK that makes the cache it is asked for.
    void trainableJdk() throws IOException {
        Path java = jdk("places/jdk-25", "25").resolve("bin/java");
        Files.writeString(
                java,
                Files.readString(java)
                        + """
                        for flag in "$@"; do case $flag in -XX:AOTCacheOutput=*) : > "${flag#*=}"; echo trained >> '%s/trainings';; esac; done
                        """
                                .formatted(root));
    }
}
