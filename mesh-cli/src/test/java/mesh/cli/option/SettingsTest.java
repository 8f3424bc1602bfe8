package mesh.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mesh.cli.CommandRun;
import mesh.cli.ExitCode;
import mesh.cli.UserException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

final class SettingsTest {
    @TempDir private Path directory;
    private Sample sample;

    @Command(name = "sample")
    private static final class Sample {
        @Option(names = "--http-port", defaultValue = "8080")
        private int port;

        @Option(names = "--flag", arity = "0", fallbackValue = "true", defaultValue = "false")
        private boolean flag;

        @Mixin private NodeOptions node;
        @Mixin private BrokerOptions broker;
    }

    @BeforeEach
    void start() {
        sample = new Sample();
    }

    private Sample parse(Map<String, String> environment, String yaml, String... arguments)
            throws IOException {
        Files.writeString(directory.resolve("mesh.yaml"), yaml);
        var settings = new Settings(environment, ConfigFile.find(null, directory));
        CommandLine commands = new CommandLine(sample).setDefaultValueProvider(settings);
        settings.check(commands);
        commands.parseArgs(arguments);
        return sample;
    }

    @Test
    void takes_the_default_where_nothing_is_said() throws IOException {
        assertThat(parse(Map.of(), "").port).isEqualTo(8080);
    }

    @Test
    void puts_the_file_before_the_default() throws IOException {
        assertThat(parse(Map.of(), "http-port: 1").port).isEqualTo(1);
    }

    @Test
    void puts_the_environment_before_the_file() throws IOException {
        assertThat(parse(Map.of("MESH_HTTP_PORT", "2"), "http-port: 1").port).isEqualTo(2);
    }

    @Test
    void puts_the_command_line_before_the_environment() throws IOException {
        assertThat(parse(Map.of("MESH_HTTP_PORT", "2"), "http-port: 1", "--http-port=3").port)
                .isEqualTo(3);
    }

    @Test
    void takes_an_empty_variable_for_none() throws IOException {
        assertThat(parse(Map.of("MESH_HTTP_PORT", " "), "").port).isEqualTo(8080);
    }

    @Test
    void keeps_a_flag_on_that_both_the_environment_and_the_command_line_set() throws IOException {
        assertThat(parse(Map.of("MESH_FLAG", "true"), "", "--flag").flag).isTrue();
    }

    @Test
    void reads_lists_maps_and_versions_as_they_are_written() throws IOException {
        Sample read =
                parse(Map.of(), "capability: {python: 3.10, gpu: 2}\nallow: [python, process]");
        var node = read.node.configuration("n1", directory, java.util.Set.of());
        assertThat(node.capabilities().asMap())
                .containsEntry("python", "3.10")
                .containsEntry("gpu", "2");
        assertThat(node.allow()).containsExactlyInAnyOrder("python", "process");
    }

    @Test
    void adds_up_what_the_command_line_gives_many_times() throws IOException {
        Sample read =
                parse(Map.of(), "", "--capability", "gpu=2", "--capability", "region=eu,fast");
        assertThat(
                        read.node
                                .configuration("n1", directory, java.util.Set.of())
                                .capabilities()
                                .asMap())
                .containsEntry("gpu", "2")
                .containsEntry("region", "eu")
                .containsEntry("fast", "true");
    }

    @Test
    void takes_the_broker_and_its_user_from_the_environment() throws IOException {
        Sample read =
                parse(
                        Map.of(
                                "MESH_BROKER", "tcp://b:1",
                                "MESH_BROKER_USER", "someone",
                                "MESH_BROKER_PASSWORD", "secret"),
                        "");
        var data = new mesh.cli.place.DataDirectory(directory);
        assertThat(read.broker.url()).contains("tcp://b:1");
        assertThat(read.broker.user(data)).contains("someone");
        assertThat(read.broker.password(data)).contains("secret");
    }

    @Test
    void refuses_a_key_that_no_command_knows() {
        assertThatThrownBy(() -> parse(Map.of(), "http-prot: 1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("mesh.yaml sets `http-prot`")
                .hasMessageContaining("http-port");
    }

    @Test
    void refuses_what_is_no_yaml_with_the_line() {
        assertThatThrownBy(() -> parse(Map.of(), "data: x\nhttp-port: [1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("mesh.yaml is not YAML")
                .hasMessageContaining("line");
    }

    @Test
    void refuses_a_setting_that_is_set_twice_and_a_file_that_is_no_UTF_8() throws IOException {
        assertThatThrownBy(() -> parse(Map.of(), "data: x\ndata: y"))
                .hasMessageContaining("mesh.yaml sets `data` twice");
        Path file = directory.resolve("mesh.yaml");
        Files.write(file, "data: größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ConfigFile.find(null, directory))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("mesh.yaml is no UTF-8");
    }

    @Test
    void refuses_what_is_nested_too_deep() {
        assertThatThrownBy(() -> parse(Map.of(), "capability: {gpu: {count: 2}}"))
                .hasMessageContaining("`capability` in mesh.yaml")
                .hasMessageContaining("nothing deeper");
    }

    @Test
    void names_the_variable_that_a_bad_value_came_from() {
        CommandRun wrong = CommandRun.with(directory, Map.of("MESH_HTTP_PORT", "abc"), "", "up");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("'abc'", "(from environment variable MESH_HTTP_PORT)");
    }

    @Test
    void names_the_line_of_the_file_that_a_bad_value_came_from() throws IOException {
        Files.writeString(directory.resolve("mesh.yaml"), "broker-port: abc\n");
        CommandRun wrong = CommandRun.of(directory, "up");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("'abc'", "(from `broker-port` in mesh.yaml)");
    }

    @Test
    void blames_the_command_line_for_what_is_on_it() {
        CommandRun wrong =
                CommandRun.with(
                        directory, Map.of("MESH_HTTP_PORT", "1"), "", "up", "--http-port=abc");
        assertThat(wrong.err()).contains("'abc'").doesNotContain("MESH_HTTP_PORT");
    }

    @Test
    void refuses_a_named_file_that_is_not_there() {
        CommandRun wrong = CommandRun.of(directory, "stats", "--config", "other.yaml");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("there is no file other.yaml");
    }
}
