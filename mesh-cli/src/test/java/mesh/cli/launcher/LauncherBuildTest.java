package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When the launcher builds, and what it does when it cannot.
final class LauncherBuildTest extends LauncherProject {
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
    void trains_the_jvm_once_after_a_build_and_starts_with_what_it_learnt() throws Exception {
        maven();
        trainableJdk();
        String learnt = "-XX:AOTCache=" + project.resolve("mesh-cli/target/mesh.aot");
        assertThat(mesh(Map.of(), "jobs").out()).contains(learnt);
        assertThat(mesh(Map.of(), "up").out()).contains(learnt);
        assertThat(root.resolve("trainings")).hasContent("trained");
    }

    @Test
    void starts_without_a_cache_where_the_training_failed_or_is_not_wanted() throws Exception {
        maven();
        jdk("places/jdk-25", "25");
        assertThat(mesh(Map.of(), "jobs").out()).doesNotContain("AOT");
        trainableJdk();
        Files.delete(project.resolve("mesh-cli/target/launcher.stamp"));
        assertThat(mesh(Map.of("MESH_AOT", "no"), "jobs").out()).doesNotContain("AOT");
    }
}
