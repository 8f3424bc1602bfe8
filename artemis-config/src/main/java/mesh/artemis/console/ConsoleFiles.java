package mesh.artemis.console;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The console's files in a directory. They come inside this module's jar, and a class loader
/// cannot read libraries inside a jar, so they are copied out, once for each version of them.
final class ConsoleFiles {
    private static final String INSIDE = "/mesh/artemis/console/war";

    private ConsoleFiles() {}

    static Path in(Path data) throws IOException {
        URL first = ConsoleFiles.class.getResource(INSIDE + "/index.html");
        if (first == null) {
            throw new ConsoleException(
                    "the console's files are not in this build; build it again with Maven", null);
        }
        try {
            URI uri = first.toURI();
            if (uri.getScheme().equals("file")) {
                return Path.of(uri).getParent().toRealPath();
            }
            Path target = data.resolve("console").toAbsolutePath().normalize();
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                copy(jar.getPath(INSIDE), target);
            }
            return target.toRealPath();
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (!Files.exists(copy) || Files.size(copy) != Files.size(file)) {
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
