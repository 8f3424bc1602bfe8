package mesh.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import mesh.cli.option.ConfigFile;
import mesh.cli.option.Settings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A percent sign in a help text is a format's: a lone one is printed with a warning of the
/// library's.
class HelpTest {
    static Stream<CommandSpec> commands() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        var in = new ByteArrayInputStream(new byte[0]);
        var screen = new Screen(nowhere, nowhere, in, false, 100);
        var settings = new Settings(Map.of(), ConfigFile.find(null, Path.of("nowhere")));
        return withAllBelow(Main.commands(screen, settings, false));
    }

    private static Stream<CommandSpec> withAllBelow(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(HelpTest::withAllBelow));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_text_is_a_format(CommandSpec command) {
        var usage = command.usageMessage();
        Stream<String[]> own = Stream.of(usage.header(), usage.description(), usage.footer());
        Stream<String[]> options = command.args().stream().map(arg -> arg.description());
        Stream.concat(own, options)
                .flatMap(Stream::of)
                .forEach(
                        text ->
                                assertThatCode(() -> String.format(text))
                                        .as(text)
                                        .doesNotThrowAnyException());
    }
}
