package mesh.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mesh.cli.client.FakeMesh;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written on the command line reaches the mesh as it is, whatever the locale.
final class LauncherLocaleTest extends LauncherProject {
    private static final String SUBMITTED = "POST /v1/jobs";

    static Stream<Map<String, String>> locales() {
        return Stream.of(
                Map.of("LC_ALL", "C"),
                Map.of("LC_ALL", "POSIX"),
                Map.of("LC_ALL", "de_DE.ISO-8859-1"),
                Map.of("LC_CTYPE", "C", "LANG", "C.UTF-8"),
                Map.of("LANG", "no_SUCH.UTF-8"),
                Map.of());
    }

    /// A JDK that is the one of this test.
    private void realJdk() throws IOException {
        maven();
        Path java = jdk("places/jdk-25", "25").resolve("bin/java");
        script(
                java,
                "while [ \"$1\" != mesh.cli.Main ]; do shift; done\nexec %s \"$@\""
                        .formatted(jvm()));
    }

    private static String jvm() {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        words.add(System.getProperty("java.class.path"));
        return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
    }

    /// Starts what a script in UTF-8 says, so that the locale of this test plays no part.
    private Run shell(Map<String, String> locale, String command) throws Exception {
        var all = new HashMap<>(locale);
        all.put("MESH_BUILD", "no");
        Files.createDirectories(project.resolve("mesh-cli/target"));
        Files.writeString(project.resolve("mesh-cli/target/mesh-cli.jar"), "jar");
        return end(start(all, script(root.resolve("started"), command)));
    }

    @ParameterizedTest
    @MethodSource("locales")
    void characters_arrive_as_they_were_written(Map<String, String> locale) throws Exception {
        realJdk();
        try (var fake = new FakeMesh()) {
            fake.on(SUBMITTED, 202, "{\"id\": \"x\"}");
            Path file = Files.writeString(root.resolve("payload.json"), "\"grüß €\"");
            Path odd = Files.createDirectories(root.resolve("Köln"));
            Files.copy(file, odd.resolve("größe.json"));
            for (String payload : List.of("\"grüß €\uFFFD\uD83D\uDE00\"", "@Köln/größe.json")) {
                Run run =
                        shell(
                                locale,
                                "exec '%s' submit echo --payload '%s' --label ort=Köln --url %s --token %s"
                                        .formatted(
                                                project.resolve("mesh"),
                                                payload,
                                                fake.url(),
                                                FakeMesh.TOKEN));
                assertThat(run.code()).as(run.err()).isZero();
            }
            assertThat(fake.requests())
                    .extracting(request -> MeshJson.tree(request.body()).toString())
                    .containsExactly(
                            "{\"type\":\"echo\",\"payload\":\"grüß €\uFFFD\uD83D\uDE00\",\"labels\":{\"ort\":\"Köln\"}}",
                            "{\"type\":\"echo\",\"payload\":\"grüß €\",\"labels\":{\"ort\":\"Köln\"}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "de_DE.ISO-8859-1"})
    void bytes_that_are_no_UTF_8_are_refused(String locale) throws Exception {
        realJdk();
        Run run =
                shell(
                        Map.of("LC_ALL", locale),
                        "exec '%s' submit echo --payload $'\"r\\xe9sum\\xe9\"' --url http://127.0.0.1:9"
                                .formatted(project.resolve("mesh")));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("error: argument 4 is no UTF-8");
        Run variable =
                shell(
                        Map.of("LC_ALL", locale),
                        "export MESH_DATA=$'r\\xe9'; exec '%s' jobs"
                                .formatted(project.resolve("mesh")));
        assertThat(variable.code()).isEqualTo(2);
        assertThat(variable.err()).contains("error: the variable MESH_DATA is no UTF-8");
    }

    @Test
    void where_there_is_no_usual_locale_any_other_in_UTF_8_will_do() throws Exception {
        maven();
        script(
                bin.resolve("locale"),
                """
                if [ "$1" = -a ]; then printf '%s\\n' C POSIX de_DE de_DE.utf8 fr_FR.utf8
                elif [ "$LC_ALL" = de_DE.utf8 ]; then echo UTF-8
                else echo ANSI_X3.4-1968; fi
                """);
        Path java = jdk("places/jdk-25", "25").resolve("bin/java");
        script(java, "echo \"java has $LC_ALL\"");
        Run run =
                shell(
                        Map.of("LC_ALL", "C"),
                        "exec '%s' version 2>/dev/null".formatted(project.resolve("mesh")));
        assertThat(run.out()).isEqualTo("java has de_DE.utf8\n");
    }

    @Test
    @DisabledOnOs(OS.MAC) // the JVM takes UTF-8 there whatever the locale is: nothing is refused
    void without_the_launcher_what_the_locale_would_change_is_refused_with_the_remedy()
            throws Exception {
        Run run =
                shell(
                        Map.of("LC_ALL", "C"),
                        "exec %s mesh.cli.Main submit echo --payload '\"grüß\"'".formatted(jvm()));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("argument 4", "ANSI_X3.4-1968", "LC_ALL=C.UTF-8");
        Run plain = shell(Map.of("LC_ALL", "C"), "exec %s mesh.cli.Main version".formatted(jvm()));
        assertThat(plain.code()).as(plain.err()).isZero();
    }

    @Test
    void the_output_is_UTF_8_in_any_locale() throws Exception {
        realJdk();
        try (var fake = new FakeMesh()) {
            fake.on(
                    "GET /v1/jobs/x",
                    200,
                    "{\"id\":\"x\",\"state\":\"failed\",\"type\":\"größe\"}");
            for (String start :
                    List.of("'" + project.resolve("mesh") + "'", jvm() + " mesh.cli.Main")) {
                Run run =
                        shell(
                                Map.of("LC_ALL", "C"),
                                "exec %s job x --json --url %s --token %s"
                                        .formatted(start, fake.url(), FakeMesh.TOKEN));
                assertThat(run.code()).as(run.err()).isZero();
                assertThat(run.out().getBytes(StandardCharsets.UTF_8))
                        .asString(StandardCharsets.UTF_8)
                        .contains("größe");
            }
        }
    }
}
