package mesh.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a reader of the source may rely on and a compiler does not check.
class TidyTest {
    private static final int MOST_LINES = 300;
    private static final Pattern VAGUE = Pattern.compile(".*(Impl|Manager|Utils?|Helpers?)\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

    private record Source(Path path, String text) {
        long lines() {
            return text.lines().count();
        }
    }

    private static final List<Source> SOURCES = new ArrayList<>();
    private static Path root;

    @BeforeAll
    static void read() throws IOException {
        root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mesh-protocol"))) {
            root = root.getParent();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path :
                    paths.filter(p -> p.toString().endsWith(".java"))
                            .filter(p -> !p.toString().contains("/target/"))
                            .toList()) {
                SOURCES.add(new Source(path, Files.readString(path)));
            }
        }
        assertThat(SOURCES).hasSizeGreaterThan(100);
    }

    private static List<String> where(Predicate<Source> wrong) {
        return SOURCES.stream()
                .filter(wrong)
                .map(source -> root.relativize(source.path()).toString())
                .toList();
    }

    @Test
    void no_file_is_longer_than_a_reader_can_hold() {
        assertThat(where(source -> source.lines() > MOST_LINES))
                .as("files over %d lines", MOST_LINES)
                .isEmpty();
    }

    @Test
    void a_name_says_what_a_thing_is() {
        assertThat(where(source -> VAGUE.matcher(source.path().toString()).matches())).isEmpty();
    }

    @Test
    void nothing_is_left_for_later() {
        assertThat(
                        where(
                                source ->
                                        !source.path().endsWith("TidyTest.java")
                                                && UNFINISHED.matcher(source.text()).find()))
                .isEmpty();
    }

    @Test
    void every_package_says_what_lives_in_it() {
        assertThat(
                        SOURCES.stream()
                                .map(Source::path)
                                .filter(path -> path.toString().contains("/src/main/java/"))
                                .map(Path::getParent)
                                .distinct()
                                .filter(
                                        folder ->
                                                !Files.exists(folder.resolve("package-info.java")))
                                .map(folder -> root.relativize(folder).toString()))
                .isEmpty();
    }

    @Test
    void tests_wait_on_conditions_and_never_sleep() {
        assertThat(
                        where(
                                source ->
                                        source.path().toString().contains("/src/test/")
                                                && !source.path().endsWith("TidyTest.java")
                                                && source.text().contains("Thread.sleep(")))
                .isEmpty();
    }
}
