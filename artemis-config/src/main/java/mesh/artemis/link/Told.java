package mesh.artemis.link;

import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.core.io.IOCallback;

/// Passes on that a message is on the disk, where it has to be.
record Told(Message message, SendAcknowledgementHandler confirmed) implements IOCallback {
    @Override
    public void done() {
        confirmed.sendAcknowledged(message);
    }

    @Override
    public void onError(int code, String why) {
        confirmed.sendFailed(message, ActiveMQExceptionType.createException(code, why));
    }
}
