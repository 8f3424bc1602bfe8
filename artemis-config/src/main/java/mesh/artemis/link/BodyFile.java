package mesh.artemis.link;

import io.netty.buffer.Unpooled;
import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/// The body of a message that lies in a file of its own, read in the broker's process.
///
/// All queues of an address share the message, and with it the one handle that the message has on
/// its file: whoever reads by it closes it on others. So each reading here has a handle of its own.
final class BodyFile {
    /// What a file that cannot be looked at counts for.
    private static final long UNKNOWN = Factories.LARGE;

    private BodyFile() {}

    /// How many bytes it has; a guess where that cannot be seen now.
    static long size(LargeServerMessage message) {
        try {
            return message.getLargeBody().getBodySize();
        } catch (Exception unseen) {
            return UNKNOWN;
        }
    }

    /// The whole of it.
    ///
    /// @throws JMSException when it cannot be read, which is no fault of the message's
    /// @throws IllegalArgumentException when less is there than was sent
    static ActiveMQBuffer read(LargeServerMessage message, long sent) throws JMSException {
        ByteBuffer body = read(message);
        if (body.remaining() < sent) {
            throw new IllegalArgumentException(
                    "of a message of %,d bytes %,d are on the broker's disk"
                            .formatted(sent, body.remaining()));
        }
        return new ChannelBufferWrapper(Unpooled.wrappedBuffer(body));
    }

    private static ByteBuffer read(LargeServerMessage message) throws JMSException {
        try {
            SequentialFile file = message.getLargeBody().getReadingFile();
            try {
                file.open();
                ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(file.size()));
                file.read(body);
                return body;
            } finally {
                file.close(false, false);
            }
        } catch (Exception unread) {
            throw Failures.jms(unread);
        }
    }
}
