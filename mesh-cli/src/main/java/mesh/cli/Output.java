package mesh.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A stream to print to in UTF-8, whatever the locale, that remembers why it could not be written:
/// the library's own swallows it.
public final class Output extends PrintStream {
    private final Watched watched;

    private Output(Watched watched) {
        super(watched, true, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    /// One of the process's own two.
    static Output to(FileDescriptor descriptor) {
        return to(new BufferedOutputStream(new FileOutputStream(descriptor)));
    }

    public static Output to(OutputStream stream) {
        return new Output(new Watched(stream));
    }

    /// What went wrong first, for people; null where nothing did.
    String failure() {
        IOException first = watched.first;
        return first == null ? null : first.getMessage();
    }

    /// Whether whoever read the output has gone, as `head` does when it has enough.
    boolean isAbandoned() {
        String failure = failure();
        return failure != null && failure.toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    private static final class Watched extends FilterOutputStream {
        private volatile IOException first;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            doing(() -> out.write(one));
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            doing(() -> out.write(bytes, from, count));
        }

        @Override
        public void flush() throws IOException {
            doing(out::flush);
        }

        private void doing(Writing writing) throws IOException {
            try {
                writing.write();
            } catch (IOException failed) {
                if (first == null) {
                    first = failed;
                }
                throw failed;
            }
        }
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }
}
