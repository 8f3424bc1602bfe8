package mesh.lab.sim.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The product's sources, as a checkout has them beside what was built from them.
public final class Sources {
    private final Path root;

    private Sources(Path root) {
        this.root = root;
    }

    /// Looks upwards from where the simulator's own classes are, and from the working directory.
    ///
    /// @throws IllegalStateException where there are none, saying what to do
    public static Sources find() {
        return ownPlace()
                .flatMap(Sources::above)
                .or(() -> above(Path.of("").toAbsolutePath()))
                .map(Sources::new)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "mutants are made from the product's sources, which are not"
                                                + " here; run this in a checkout"));
    }

    private static Optional<Path> ownPlace() {
        try {
            var source = Sources.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException noFile) {
            return Optional.empty();
        }
    }

    private static Optional<Path> above(Path place) {
        for (Path at = place; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("mesh-core/src/main/java"))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /// The text of a class's source, in whichever module it is.
    ///
    /// @throws StaleMutantException where there is no such source
    String read(Mutant mutant) {
        try (Stream<Path> modules = Files.list(root)) {
            Path file =
                    modules.map(module -> module.resolve("src/main/java").resolve(mutant.path()))
                            .filter(Files::isRegularFile)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new StaleMutantException(
                                                    "the mutant `%s` is in %s, which is not there"
                                                            .formatted(
                                                                    mutant.name(), mutant.type())));
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
