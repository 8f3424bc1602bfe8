package mesh.artemis.console;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// The console's files in directories. They come inside this module's jar, and a class loader
/// cannot read libraries inside a jar, so they are copied out: once for each version of them, to a
/// place beside the jar, or, where that cannot be written to, to the system's for temporary files.
/// It is no one's data, and every mesh of this user shares it.
///
/// @param pages the web application
/// @param scratch where the web server may write; it keeps nothing there
record ConsoleFiles(Path pages, Path scratch) {
    private static final String INSIDE = "/mesh/artemis/console/war";
    private static final Object ONE_AT_A_TIME = new Object();

    /// @throws IOException when they cannot be copied to any of the places
    static ConsoleFiles ready() throws IOException {
        URL first = ConsoleFiles.class.getResource(INSIDE + "/index.html");
        if (first == null) {
            throw new ConsoleException(
                    "the console's files are not in this build; build it again with Maven", null);
        }
        try {
            URI uri = first.toURI();
            Path temporary =
                    Path.of(System.getProperty("java.io.tmpdir"))
                            .resolve("mesh-console-" + System.getProperty("user.name"));
            if (uri.getScheme().equals("file")) {
                return new ConsoleFiles(
                        Path.of(uri).getParent().toRealPath(), scratch(own(temporary)));
            }
            Path beside =
                    Path.of(
                                    ConsoleFiles.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                            .resolveSibling("mesh-console");
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return unpacked(jar.getPath(INSIDE), List.of(beside, temporary));
            }
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    /// Copies what lies at `from` to the first of these places that takes it.
    static ConsoleFiles unpacked(Path from, List<Path> places) throws IOException {
        IOException first = null;
        for (Path place : places) {
            try {
                return unpacked(from, own(place));
            } catch (IOException notHere) {
                if (first == null) {
                    first = notHere;
                } else {
                    first.addSuppressed(notHere);
                }
            }
        }
        throw first;
    }

    private static ConsoleFiles unpacked(Path from, Path place) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        // The second lock is for other processes; within this one it would not wait but fail.
        synchronized (ONE_AT_A_TIME) {
            try (FileChannel channel =
                            FileChannel.open(
                                    place.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                Path pages = place.resolve(version(from, files));
                for (Path file : files) {
                    copy(file, pages.resolve(from.relativize(file).toString()));
                }
                return new ConsoleFiles(pages.toRealPath(), scratch(place));
            }
        }
    }

    /// Where a copy was interrupted the next one completes it.
    private static void copy(Path file, Path copy) throws IOException {
        if (!Files.exists(copy) || Files.size(copy) != Files.size(file)) {
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The same for the same files: their names hold what they contain.
    private static String version(Path from, List<Path> files) throws IOException {
        var names = new ArrayList<String>();
        for (Path file : files) {
            names.add(from.relativize(file) + " " + Files.size(file));
        }
        return UUID.nameUUIDFromBytes(String.join("\n", names).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static Path scratch(Path place) throws IOException {
        return Files.createDirectories(place.resolve("scratch")).toRealPath();
    }

    /// Makes the directory for this user alone, or takes it when it is so: what lies there is run.
    private static Path own(Path place) throws IOException {
        if (!place.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(place);
        }
        if (!Files.exists(place)) {
            Files.createDirectories(
                    place,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Path mine = Files.createTempFile(place, "mine", null);
        try {
            Set<String> others = Set.of("GROUP_WRITE", "OTHERS_WRITE");
            boolean open =
                    Files.getPosixFilePermissions(place).stream()
                            .anyMatch(permission -> others.contains(permission.name()));
            if (open
                    || Files.isSymbolicLink(place)
                    || !Files.getOwner(place).equals(Files.getOwner(mine))) {
                throw new IOException(place + " is not this user's alone");
            }
        } finally {
            Files.delete(mine);
        }
        return place;
    }
}
