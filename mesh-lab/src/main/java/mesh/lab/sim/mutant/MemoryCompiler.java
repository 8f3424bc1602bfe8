package mesh.lab.sim.mutant;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles one source against what runs here, into memory.
final class MemoryCompiler {
    private MemoryCompiler() {}

    /// @return the classes' bytes by name
    /// @throws StaleMutantException when it does not compile
    /// @throws IllegalStateException when there is no compiler here
    static Map<String, byte[]> compile(Mutant mutant, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(
                    "mutants have to be compiled, and this Java has no compiler; use a JDK 25");
        }
        var said = new StringWriter();
        try (var files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    List.of(
                                            "-proc:none",
                                            "-implicit:none",
                                            "-nowarn",
                                            "-cp",
                                            System.getProperty("java.class.path")),
                                    null,
                                    List.of(new Source(mutant.path(), source)))
                            .call();
            if (!compiled) {
                throw new StaleMutantException(
                        "the mutant `%s` does not compile: %s".formatted(mutant.name(), said));
            }
            return files.classes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }

    private static final class Compiled extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Compiled(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Compiled> written = new HashMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return written.computeIfAbsent(name, Compiled::new);
        }

        Map<String, byte[]> classes() {
            var classes = new HashMap<String, byte[]>();
            written.forEach((name, compiled) -> classes.put(name, compiled.bytes.toByteArray()));
            return classes;
        }
    }
}
