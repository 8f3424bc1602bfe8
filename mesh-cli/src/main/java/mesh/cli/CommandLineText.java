package mesh.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.json.Encoding;

/// Whether what was given on the command line and in the environment reached this program as it was
/// written. The JVM reads the bytes by the locale and puts U+FFFD for those that it does not know.
final class CommandLineText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final String UTF_8 = "UTF-8";

    private CommandLineText() {}

    /// Refuses what was changed on its way here.
    ///
    /// @param encoding how the JVM reads bytes of the system, by name
    /// @throws UserException naming what was changed, and the remedy
    static void check(String encoding, Map<String, String> environment, String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            check("argument " + (i + 1), arguments[i], encoding, "/proc/self/cmdline");
        }
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith("MESH_")) {
                        check("the variable " + name, value, encoding, "/proc/self/environ");
                    }
                });
    }

    private static void check(String what, String text, String encoding, String raw) {
        if (UTF_8.equalsIgnoreCase(encoding)) {
            if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(raw)) {
                throw UserException.usage(
                        "%s is no UTF-8: '%s'; the mesh takes bytes of no other encoding"
                                .formatted(what, text));
            }
        } else if (!text.chars().allMatch(character -> character < 0x80)) {
            throw UserException.usage(
                    ("%s has characters that this locale (%s) does not hold as they are, was '%s'; start"
                                    + " it as ./mesh, which sees to that, or set LC_ALL=C.UTF-8")
                            .formatted(what, encoding, text));
        }
    }

    /// Where the bytes can be looked at, U+FFFD itself is told from what stands for another.
    private static boolean isUtf8(String raw) {
        return bytes(raw).map(bytes -> Encoding.firstWrong(bytes) < 0).orElse(false);
    }

    private static Optional<byte[]> bytes(String raw) {
        try {
            return Optional.of(Files.readAllBytes(Path.of(raw)));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
