package mesh.cli.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import mesh.cli.UserException;
import mesh.worker.detect.Python;

/// Where the Python of this machine keeps its standard library, and the modules in it.
final class StandardLibrary {
    /// Not the library: what was installed beside it, what was compiled from it, and its tests.
    private static final Set<String> LEFT_OUT =
            Set.of("site-packages", "dist-packages", "__pycache__", "test", "tests", "idle_test");

    /// A larger module would not fit into one job with its script; both sides leave it out.
    private static final long MOST_BYTES = 700_000;

    private static final String SUFFIX = ".py";

    private StandardLibrary() {}

    /// The modules in the order of their names.
    static List<Module> modules(Python python) {
        Path root =
                Path.of(
                        PythonProgram.run(
                                        python,
                                        "-c",
                                        "import sysconfig; print(sysconfig.get_path('stdlib'))")
                                .strip());
        var modules = new ArrayList<Module>();
        try {
            Files.walkFileTree(root, new Gathering(root, modules));
        } catch (IOException unreadable) {
            throw UserException.failed(
                    "the standard library at %s cannot be read: %s"
                            .formatted(root, unreadable.getMessage()),
                    unreadable);
        }
        modules.sort(Comparator.comparing(Module::name));
        return modules;
    }

    private static final class Gathering extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Module> modules;

        Gathering(Path root, List<Module> modules) {
            this.root = root;
            this.modules = modules;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(directory.getFileName().toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(SUFFIX)
                    && attributes.isRegularFile()
                    && attributes.size() <= MOST_BYTES
                    && Files.isReadable(file)) {
                modules.add(new Module(name(file), file));
            }
            return FileVisitResult.CONTINUE;
        }

        private String name(Path file) {
            String path = root.relativize(file).toString();
            return path.substring(0, path.length() - SUFFIX.length())
                    .replace(file.getFileSystem().getSeparator(), ".");
        }
    }
}
