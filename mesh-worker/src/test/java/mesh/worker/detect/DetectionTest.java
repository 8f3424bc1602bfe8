package mesh.worker.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DetectionTest {

    @Test
    void reads_what_python_says_of_itself() {
        assertThat(Python.parse("/usr/bin/python3.11\n3.11.7\n"))
                .contains(new Python("/usr/bin/python3.11", "3.11.7"));
    }

    @Test
    void takes_nothing_else_for_a_python() {
        assertThat(Python.parse("")).isEmpty();
        assertThat(Python.parse("/usr/bin/python\n2.7.18\n")).isEmpty();
        assertThat(Python.parse("pyenv: python3: command not found\n")).isEmpty();
        assertThat(Python.parse("\n3.11.7\n")).isEmpty();
    }

    @Test
    void announces_pythons_version_in_two_and_in_three_numbers() {
        assertThat(new Python("/usr/bin/python3", "3.9.18").capabilities().asMap())
                .containsEntry("python", "3.9")
                .containsEntry("python_version", "3.9.18");
    }

    @Test
    void counts_graphics_cards_and_takes_the_smallest_memory() {
        var gpu = Gpu.parse("NVIDIA A100-SXM4-40GB, 40960 MiB\nNVIDIA T4, 15360 MiB\n");
        assertThat(gpu).contains(new Gpu(2, "NVIDIA A100-SXM4-40GB", 15360));
        assertThat(gpu.orElseThrow().capabilities().asMap())
                .containsEntry("gpu", "2")
                .containsEntry("gpu_memory", "15360MiB");
    }

    @Test
    void takes_an_error_for_no_card() {
        assertThat(Gpu.parse("NVIDIA-SMI has failed because it couldn't communicate\n")).isEmpty();
        assertThat(Gpu.parse("")).isEmpty();
    }

    @Test
    void writes_memory_in_whole_units() {
        assertThat(Machine.memory(24L << 30)).isEqualTo("24GiB");
        assertThat(Machine.memory((24L << 30) - 1)).isEqualTo("24575MiB");
    }

    @Test
    void says_one_word_for_each_system_and_architecture() {
        assertThat(new Machine(1, 1 << 30, "Mac OS X", "aarch64", 25).capabilities().asMap())
                .containsEntry("os", "macos")
                .containsEntry("arch", "arm64");
        assertThat(new Machine(1, 1 << 30, "Linux", "x86_64", 25).capabilities().asMap())
                .containsEntry("os", "linux")
                .containsEntry("arch", "amd64");
    }

    @Test
    void finds_what_this_machine_is() {
        assertThat(Detection.detect().asMap())
                .containsKeys("cores", "memory", "os", "arch")
                .containsEntry("java", Integer.toString(Runtime.version().feature()));
    }

    @Test
    void takes_a_missing_or_failing_command_for_no_answer() {
        var limit = Duration.ofSeconds(10);
        assertThat(Command.output(limit, List.of("no-such-program"))).isEmpty();
        assertThat(Command.output(limit, List.of("false"))).isEmpty();
        assertThat(Command.output(limit, List.of("echo", "yes"))).isEqualTo(Optional.of("yes\n"));
    }

    @Test
    @Timeout(10)
    void does_not_wait_for_a_command_that_hangs() {
        var limit = Duration.ofMillis(200);
        assertThat(Command.output(limit, List.of("sh", "-c", "sleep 100; true"))).isEmpty();
    }
}
