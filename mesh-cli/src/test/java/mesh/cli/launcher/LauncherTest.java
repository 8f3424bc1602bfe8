package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, in a project of its own with JDKs and a Maven that only say what they were asked.
final class LauncherTest {
    private static final String SYSTEM_PATH = "/usr/bin:/bin";
    private static final String PROMISE = "openjdk version";

    @TempDir private Path root;
    private Path project;
    private Path bin;

    private record Run(int code, String out, String err) {}

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

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        executable(file);
        return file;
    }

    /// A JDK that prints how it was called.
    private Path jdk(String place, String version) throws IOException {
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
    private void maven() throws IOException {
        script(
                bin.resolve("mvn"),
                """
                echo "mvn JAVA_HOME=$JAVA_HOME $*" >> '%1$s/builds'
                if [ -f '%1$s/broken' ]; then echo '[ERROR] it does not compile'; exit 1; fi
                case "$*" in *package*) mkdir -p mesh-cli/target; sleep 0.2; echo jar > mesh-cli/target/mesh-cli.jar;; esac"""
                        .formatted(root));
    }

    private long builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    private Run mesh(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return end(start(environment, project.resolve("mesh"), arguments));
    }

    private Process start(Map<String, String> environment, Path launcher, String... arguments)
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

    private static Run end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out, err);
    }

    @Test
    void takes_java_home_where_it_is_a_25() throws Exception {
        maven();
        Path home = jdk("my jdk", "25.0.1");
        Run run = mesh(Map.of("JAVA_HOME", home.toString()), "jobs", "--label", "a b");
        assertThat(run.out())
                .startsWith("java 25.0.1 --enable-native-access=ALL-UNNAMED")
                .endsWith("mesh.cli.Main jobs --label a b\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void passes_by_an_older_java_home_for_the_java_on_the_path() throws Exception {
        maven();
        Files.createSymbolicLink(bin.resolve("java"), jdk("on path", "25").resolve("bin/java"));
        Run run = mesh(Map.of("JAVA_HOME", jdk("old", "17.0.15").toString()), "jobs");
        assertThat(run.out()).startsWith("java 25 ");
    }

    @Test
    void looks_where_systems_keep_jdks() throws Exception {
        maven();
        jdk("places/jdk-21", "21.0.2");
        jdk("places/jdk-25", "25.0.3");
        Files.createSymbolicLink(bin.resolve("java"), jdk("old", "17").resolve("bin/java"));
        assertThat(mesh(Map.of(), "jobs").out()).startsWith("java 25.0.3 ");
    }

    @Test
    void looks_where_macos_keeps_jdks() throws Exception {
        maven();
        jdk("places/temurin-25.jdk/Contents/Home", "25.0.3");
        assertThat(mesh(Map.of(), "jobs").out()).startsWith("java 25.0.3 ");
    }

    @Test
    void is_not_fooled_by_a_version_that_only_begins_like_25() throws Exception {
        maven();
        jdk("places/jdk-250", "250.0.1");
        assertThat(mesh(Map.of(), "jobs").code()).isEqualTo(2);
    }

    @Test
    void asks_a_java_that_has_no_release_file() throws Exception {
        maven();
        Files.delete(jdk("places/odd", "25.0.3").resolve("release"));
        assertThat(mesh(Map.of(), "jobs").out()).startsWith("java 25.0.3 ");
    }

    @Test
    void says_what_to_install_where_there_is_no_java_25() throws Exception {
        Run run = mesh(Map.of(), "jobs");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("there is no Java 25", "apt install openjdk-25-jdk", "JAVA_HOME");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void says_what_to_install_where_it_must_build_and_there_is_no_maven() throws Exception {
        jdk("places/jdk-25", "25");
        Run run = mesh(Map.of(), "jobs");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("building needs Maven", "apt install maven");
    }

    @Test
    void builds_once_with_that_java_and_only_says_so() throws Exception {
        maven();
        Path home = jdk("places/jdk-25", "25");
        Run first = mesh(Map.of(), "jobs");
        assertThat(first.err()).startsWith("mesh: building").hasLineCount(1);
        Run second = mesh(Map.of(), "jobs");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        assertThat(Files.readString(root.resolve("builds"))).contains("JAVA_HOME=" + home);
    }

    @Test
    void builds_again_when_a_source_changed() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        mesh(Map.of(), "jobs");
        Path source =
                Files.writeString(project.resolve("mesh-cli/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        mesh(Map.of(), "jobs");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void does_not_run_what_did_not_build_and_names_the_log() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        Files.writeString(root.resolve("broken"), "");
        Run run = mesh(Map.of(), "jobs");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "[ERROR] it does not compile",
                        project.resolve("target/build.log").toString());
    }

    @Test
    void builds_once_for_two_that_start_at_once() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        Process one = start(Map.of(), project.resolve("mesh"), "jobs");
        Process other = start(Map.of(), project.resolve("mesh"), "nodes");
        assertThat(end(one).code()).isZero();
        assertThat(end(other).code()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void builds_once_for_two_also_where_there_is_no_flock() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        Files.deleteIfExists(bin.resolve("flock"));
        Process one = start(Map.of(), project.resolve("mesh"), "jobs");
        Process other = start(Map.of(), project.resolve("mesh"), "nodes");
        assertThat(end(one).code()).isZero();
        assertThat(end(other).code()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void works_through_a_symbolic_link_from_anywhere() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        Path link = Files.createSymbolicLink(bin.resolve("mesh"), Path.of("../a project/mesh"));
        Run run = end(start(Map.of(), link, "jobs"));
        assertThat(run.out()).contains(project.resolve("mesh-cli/target/mesh-cli.jar").toString());
    }

    @Test
    void hands_tests_to_maven_with_all_arguments() throws Exception {
        maven();
        Path home = jdk("places/jdk-25", "25");
        mesh(Map.of(), "test", "-Dtest=A", "-q");
        assertThat(Files.readString(root.resolve("builds")))
                .isEqualTo("mvn JAVA_HOME=" + home + " -B verify -Dtest=A -q\n");
    }

    @Test
    void hands_flags_to_the_jvm() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        assertThat(mesh(Map.of("MESH_JVM_FLAGS", "-Xmx1g -Da=b"), "jobs").out())
                .contains(" -Xmx1g -Da=b -cp ");
    }
}
