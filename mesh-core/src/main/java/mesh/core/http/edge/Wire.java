package mesh.core.http.edge;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A connection's bytes, in and out, and until when the one who moves them may take.
final class Wire implements DataWriter {
    private static final int BUFFER = 8 << 10;

    private final SocketChannel channel;
    private final Deadline deadline;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /// The byte that somebody waits for beside the connection's own thread; null for nobody.
    private volatile CompletableFuture<byte[]> ahead;

    Wire(SocketChannel channel, Deadline deadline) {
        this.channel = channel;
        this.deadline = deadline;
    }

    /// Waits for what comes next.
    ///
    /// @return null where nothing will come
    byte[] read() {
        CompletableFuture<byte[]> begun = ahead;
        if (begun == null) {
            return read(buffer);
        }
        ahead = null;
        try {
            return begun.get();
        } catch (InterruptedException cutOff) {
            close();
            throw new ServerConnectionException("the connection was cut off", cutOff);
        } catch (ExecutionException failed) {
            throw new ServerConnectionException("the client is gone", failed.getCause());
        }
    }

    private byte[] read(ByteBuffer into) {
        try {
            into.clear();
            int count = channel.read(into);
            if (count < 0) {
                return null;
            }
            byte[] read = new byte[count];
            into.flip().get(read);
            return read;
        } catch (IOException gone) {
            throw new ServerConnectionException("the client is gone", gone);
        }
    }

    /// Begins to wait for the next byte on a thread of its own, where nobody does, so that it is
    /// noticed when the client goes while its answer is made. What comes is read next.
    ///
    /// @param gone called when it has gone
    void watch(Runnable gone) {
        if (ahead != null) {
            return;
        }
        var begun = new CompletableFuture<byte[]>();
        ahead = begun;
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                byte[] read = read(ByteBuffer.allocate(1));
                                begun.complete(read);
                                if (read == null) {
                                    gone.run();
                                }
                            } catch (RuntimeException failed) {
                                begun.completeExceptionally(failed);
                                gone.run();
                            }
                        });
    }

    @Override
    public void write(BufferData... data) {
        for (BufferData one : data) {
            write(one);
        }
    }

    @Override
    public void write(BufferData data) {
        deadline.moving(data.available());
        try {
            while (!data.consumed()) {
                buffer.clear();
                data.writeTo(buffer, Math.min(buffer.remaining(), data.available()));
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            deadline.none();
        }
    }

    @Override
    public void writeNow(BufferData... data) {
        write(data);
    }

    @Override
    public void writeNow(BufferData data) {
        write(data);
    }

    /// Says that no more is written and throws away what is still sent, until the client ends it.
    void linger(long most) {
        try {
            channel.shutdownOutput();
            byte[] read = read();
            for (long left = most; read != null && left > 0; read = read()) {
                left -= read.length;
            }
        } catch (IOException | ServerConnectionException gone) {
            // Then there is nobody to wait for.
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// From any thread; whoever reads or writes is told.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // It is closed all the same.
        }
    }
}
