package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import mesh.cli.option.ConfigFile;
import mesh.cli.option.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {
    @TempDir private Path directory;

    private CommandRun run(String... arguments) {
        return CommandRun.of(directory, arguments);
    }

    private String nowhere() {
        return directory.resolve("nowhere").toString();
    }

    @Test
    void shows_every_command_and_exits_with_0() {
        CommandRun help = run("--help");
        assertThat(help.code()).isEqualTo(ExitCode.DONE);
        assertThat(help.out())
                .contains("up ", "demo ", "submit ", "worker ", "token ", "Exit codes: 0 done");
    }

    @Test
    void tells_its_version() {
        assertThat(run("version").out()).startsWith("mesh ").contains("Java 25");
        assertThat(run("--version").out()).isEqualTo(run("version").out());
    }

    @Test
    void refuses_no_command_at_all() {
        CommandRun nothing = run();
        assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err()).contains("a command is missing", "./mesh --help");
    }

    @ParameterizedTest
    @CsvSource({"jbos,jobs", "submti,submit", "node,nodes", "wokrer,worker", "stat,stats"})
    void suggests_a_command_for_a_misspelt_one(String written, String meant) {
        CommandRun misspelt = run(written);
        assertThat(misspelt.code()).isEqualTo(ExitCode.USAGE);
        assertThat(misspelt.err()).contains("'" + written + "'", "did you mean " + meant);
        assertThat(misspelt.out()).isEmpty();
    }

    @Test
    void suggests_an_option_for_a_misspelt_one() {
        CommandRun misspelt = run("jobs", "--lable", "x");
        assertThat(misspelt.code()).isEqualTo(ExitCode.USAGE);
        assertThat(misspelt.err()).contains("--lable", "did you mean --label?", "mesh jobs --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "nodes", "stats", "token"})
    void exits_with_3_where_no_mesh_runs_and_says_how_to_start_one(String command) {
        CommandRun nobody = run(command, "--data", nowhere());
        assertThat(nobody.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(nobody.err()).contains(nowhere(), "./mesh up").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "nodes", "stats", "token", "job x"})
    void takes_an_option_of_every_command_before_the_command_too(String command) {
        var words = new ArrayList<>(java.util.List.of("--data", nowhere()));
        words.addAll(java.util.List.of(command.split(" ")));
        var after = new ArrayList<>(java.util.List.of(command.split(" ")));
        after.addAll(java.util.List.of("--data", nowhere()));
        assertThat(run(words.toArray(String[]::new)))
                .isEqualTo(run(after.toArray(String[]::new)))
                .satisfies(same -> assertThat(same.code()).isNotZero());
    }

    @Test
    void puts_an_option_after_the_command_before_the_same_one_before_it() {
        CommandRun twice = run("--data", "before", "stats", "--data", "after");
        assertThat(twice.err()).contains("under after").doesNotContain("before");
    }

    @Test
    void puts_an_option_before_the_command_before_the_environment() {
        CommandRun run =
                CommandRun.with(
                        directory, Map.of("MESH_DATA", "elsewhere"), "", "--data=here", "stats");
        assertThat(run.err()).contains("under here").doesNotContain("elsewhere");
    }

    @Test
    void warns_of_a_variable_that_no_command_reads_and_goes_on() {
        CommandRun warned =
                CommandRun.with(directory, Map.of("MESH_HTTP_PROT", "8081"), "", "version");
        assertThat(warned.code()).isEqualTo(ExitCode.DONE);
        assertThat(warned.out()).startsWith("mesh ");
        assertThat(warned.err())
                .isEqualTo(
                        "warning: no command reads the environment variable MESH_HTTP_PROT; did you"
                                + " mean MESH_HTTP_PORT?\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MESH_HTTP_PORT",
                "MESH_CONSOLE_PORT",
                "MESH_BROKER_PASSWORD",
                "MESH_BROKER_ADDRESS",
                "MESH_CONFIG",
                "MESH_DEBUG",
                "MESH_JVM_FLAGS",
                "MESH_BUILD",
                "MESH_AOT",
                "MESH_JAVA_PLACES",
                "MESHES"
            })
    void takes_no_offence_at_a_variable_that_somebody_reads(String variable) {
        assertThat(CommandRun.with(directory, Map.of(variable, ""), "", "version").err()).isEmpty();
    }

    @Test
    void exits_with_3_where_nothing_answers_at_the_url() {
        CommandRun nobody =
                run(
                        "stats",
                        "--url",
                        "http://127.0.0.1:1",
                        "--token",
                        "secret",
                        "--retry-for",
                        "1ms");
        assertThat(nobody.code()).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(nobody.err()).isEqualTo("error: no mesh answers at http://127.0.0.1:1\n");
    }

    @Test
    void refuses_a_url_that_is_none() {
        CommandRun wrong = run("stats", "--url", "localhost", "--token", "secret");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--url is an address such as", "'localhost'");
    }

    @Test
    void asks_for_a_token_where_none_is_known_for_a_url() {
        CommandRun wrong = run("stats", "--url", "http://127.0.0.1:1", "--data", nowhere());
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("MESH_TOKEN");
    }

    @Test
    void shows_where_an_error_came_from_only_when_asked() {
        CommandRun debugged =
                run(
                        "stats",
                        "--debug",
                        "--url",
                        "http://127.0.0.1:1",
                        "--token",
                        "secret",
                        "--retry-for",
                        "1ms");
        assertThat(debugged.err()).contains("\tat mesh.cli");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "submit|give the job's type, or --batch for many",
                "submit echo --batch x|not both",
                "submit echo --payload {|--payload is not JSON",
                "submit echo --payload @missing.json|there is no file missing.json",
                "submit echo --needs [1|--needs is not JSON",
                "submit echo --count 0|--count is 1 to",
                "submit echo --timeout soon|a duration is written like",
                "submit echo --priority high|must be a whole number, was 'high'",
                "submit echo --count 99999999999|must be a whole number, at most 2147483647, was '99",
                "submit --batch missing.ndjson|there is no file missing.ndjson",
                "submit --batch - --priority 3|leave the other options out",
                "submit --batch -|holds no job",
                "why|give a job's id, or --type",
                "up --workers 1000|--workers is 0 to 256",
                "up --check --workers 0|--check runs a job",
                "worker --name no/slash|a node's name is",
                "worker --slots 0|`slots` must be 1 to",
                "worker --allow everything|--allow takes python, process or none",
                "worker --capability 1=2|a capability's name is",
                "worker --capability memory=99999999999PB|at most 9223372036854775807",
                "demo --jobs 3|--jobs is 100 to"
            })
    void refuses_wrong_usage_with_the_rule_and_the_value(String command, String said) {
        var arguments = new ArrayList<>(java.util.List.of(command.split(" ")));
        arguments.addAll(java.util.List.of("--data", nowhere()));
        if (command.startsWith("submit")) {
            arguments.addAll(java.util.List.of("--url", "http://127.0.0.1:1", "--token", "x"));
        }
        CommandRun wrong = run(arguments.toArray(String[]::new));
        assertThat(wrong.err()).contains(said).doesNotContain("\tat ");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void describes_every_command_and_every_option() {
        var screen = Screen.ofProcess();
        var settings = new Settings(Map.of(), new ConfigFile(Path.of("none"), Map.of()));
        var commands = new ArrayDeque<>(java.util.List.of(Main.commands(screen, settings, false)));
        while (!commands.isEmpty()) {
            CommandLine command = commands.pop();
            commands.addAll(command.getSubcommands().values());
            String name = command.getCommandName();
            assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
            command.getCommandSpec()
                    .options()
                    .forEach(
                            option ->
                                    assertThat(option.hidden() || option.description().length > 0)
                                            .as(name + " " + option.longestName())
                                            .isTrue());
        }
    }
}
