package mesh.cli.place;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import mesh.cli.UserException;

/// A role that at most one process plays on a data directory. The operating system gives the lock
/// back however the process ends.
///
/// A file's lock belongs to the whole process and ends as soon as the process closes the file
/// anywhere; so within this process it is never opened twice.
public final class RoleLock implements AutoCloseable {
    private static final Set<Path> TAKEN_HERE = ConcurrentHashMap.newKeySet();
    private static final ReentrantLock MOMENTS = new ReentrantLock();

    private final FileChannel channel;
    private final Runnable release;

    private RoleLock(FileChannel channel, Runnable release) {
        this.channel = channel;
        this.release = release;
    }

    /// Takes a role.
    ///
    /// @throws UserException when another process has it
    public static RoleLock take(DataDirectory data, String role) {
        Path file = data.path().resolve(role + ".lock");
        Path key = file.toAbsolutePath().normalize();
        if (!TAKEN_HERE.add(key)) {
            throw taken(data, role, "this process");
        }
        boolean kept = false;
        try {
            FileChannel channel = open(file);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(data, role, "process " + Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            (ProcessHandle.current().pid() + "\n")
                                    .getBytes(StandardCharsets.UTF_8)));
            kept = true;
            return new RoleLock(channel, () -> TAKEN_HERE.remove(key));
        } catch (IOException impossible) {
            throw DataDirectory.unusable(file, impossible);
        } finally {
            if (!kept) {
                TAKEN_HERE.remove(key);
            }
        }
    }

    private static UserException taken(DataDirectory data, String role, String holder) {
        return UserException.usage(
                "the %s of %s already runs (%s); stop it, or give another directory with --data"
                        .formatted(role, data, holder));
    }

    /// Waits for a lock that is only ever held for moments.
    static RoleLock waitFor(DataDirectory data, String name) {
        Path file = data.path().resolve(name + ".lock");
        MOMENTS.lock();
        try {
            FileChannel channel = open(file);
            channel.lock();
            return new RoleLock(channel, MOMENTS::unlock);
        } catch (IOException impossible) {
            MOMENTS.unlock();
            throw DataDirectory.unusable(file, impossible);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // The lock went with the file.
        } finally {
            release.run();
        }
    }
}
