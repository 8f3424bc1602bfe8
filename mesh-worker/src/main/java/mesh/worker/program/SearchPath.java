package mesh.worker.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where programs are looked for. It is fixed, so that a node does not run what happens to lie on
/// its owner's path.
public final class SearchPath {
    public static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private SearchPath() {}

    /// The file that a program's name means.
    ///
    /// @param directory what a name with a slash is relative to
    public static Optional<Path> find(String name, Path directory) {
        if (name.indexOf('/') >= 0) {
            return Optional.of(directory.resolve(name).toAbsolutePath().normalize())
                    .filter(SearchPath::runs);
        }
        for (String place : PATH.split(":")) {
            Path candidate = Path.of(place, name);
            if (runs(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
