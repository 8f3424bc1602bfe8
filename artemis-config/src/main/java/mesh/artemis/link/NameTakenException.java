package mesh.artemis.link;

import jakarta.jms.JMSException;

/// Another party reads the queue that only one may read.
final class NameTakenException extends JMSException {
    private static final long serialVersionUID = 1;

    NameTakenException(String owner) {
        super(
                "a node named '%s' is connected already; give this one another name with --name"
                        .formatted(owner));
    }
}
