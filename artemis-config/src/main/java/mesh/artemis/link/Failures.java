package mesh.artemis.link;

import jakarta.jms.JMSException;
import mesh.protocol.link.LinkException;

/// Turns the library's exceptions into the link's.
final class Failures {
    private Failures() {}

    static JMSException jms(Exception cause) {
        var exception = new JMSException(cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    /// The broker took the call and said no, or did not answer.
    static LinkException refused(String url, Exception cause) {
        return new LinkException(
                "the broker at %s refused: %s".formatted(url, cause.getMessage()), cause);
    }
}
