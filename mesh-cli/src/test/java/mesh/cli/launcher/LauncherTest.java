package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the launcher finds a Java 25 and what it starts.
final class LauncherTest extends LauncherProject {
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
    void leaves_the_choice_of_a_collector_to_the_user() throws Exception {
        maven();
        trainableJdk();
        assertThat(mesh(Map.of("MESH_JVM_FLAGS", "-XX:+UseZGC"), "up").out())
                .contains("-XX:+UseZGC")
                .doesNotContain("UseParallelGC", "AOTCache");
    }

    @Test
    void hands_flags_to_the_jvm() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        assertThat(mesh(Map.of("MESH_JVM_FLAGS", "-Xmx1g -Da=b"), "jobs").out())
                .contains(" -Xmx1g -Da=b -cp ");
    }
}
