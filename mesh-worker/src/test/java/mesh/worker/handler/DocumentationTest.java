package mesh.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import mesh.protocol.Json;
import org.junit.jupiter.api.Test;

/// The examples of the page on handlers run.
class DocumentationTest extends HandlerFixture {
    private static final Path PAGE = Path.of("..", "docs", "handlers.md");

    private static String first(String language) throws Exception {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_python_program_counts_primes() throws Exception {
        assertThat(python(first("python"), "{\"below\":3000}"))
                .isEqualTo("{\"below\":3000,\"primes\":430}");
        assertThat(said)
                .hasSize(9)
                .startsWith(
                        "partial {\"below\":1000,\"largest\":997}",
                        "checkpoint [1000,168]",
                        "progress 0.3333333333333333 168 primes below 1000")
                .endsWith("progress 1.0 430 primes below 3000");
    }

    @Test
    void the_java_handler_sums_and_goes_on_from_a_checkpoint() throws Exception {
        Path classes = compiled(first("java"));
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            var handler =
                    (JobHandler)
                            loader.loadClass("example.SumHandler").getConstructor().newInstance();
            assertThat(handler.handle(new Json("20"), attempt())).isEqualTo(new Json("210"));
            assertThat(said).contains("checkpoint 55", "progress 0.5 up to 10");
            said.clear();
            resumedFrom = new Json("55");
            assertThat(handler.handle(new Json("20"), attempt())).isEqualTo(new Json("210"));
            assertThat(said.getFirst()).isEqualTo("checkpoint 66");
        }
    }

    private Path compiled(String text) {
        var source =
                new SimpleJavaFileObject(
                        URI.create("string:///example/SumHandler.java"),
                        javax.tools.JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignored) {
                        return text;
                    }
                };
        var said = new StringWriter();
        boolean compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(
                                said,
                                null,
                                null,
                                List.of("-d", directory.toString(), "-cp", classPath()),
                                null,
                                List.of(source))
                        .call();
        assertThat(compiled).as(said.toString()).isTrue();
        return directory;
    }

    private static String classPath() {
        String listed = System.getProperty("surefire.test.class.path");
        return listed == null ? System.getProperty("java.class.path") : listed;
    }
}
