package mesh.auction;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mesh.protocol.NodeId;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;
import mesh.protocol.link.Source;
import mesh.protocol.message.Message;

/// A link whose broker can be made to fail: a commit after the handler has answered, so that
/// nothing is sent and the batch comes again, or a send, of which the first record arrives and the
/// rest does not; or to give a batch up.
final class FailingLink implements Link {
    private final Link link;
    private final AtomicInteger commitsToFail = new AtomicInteger();
    private final AtomicInteger sendsToFail = new AtomicInteger();
    private final AtomicInteger errorsToThrow = new AtomicInteger();
    private final AtomicInteger answersToLose = new AtomicInteger();

    FailingLink(Link link) {
        this.link = link;
    }

    /// Fails the next commits that would send anything.
    void failCommits(int count) {
        commitsToFail.set(count);
    }

    /// Gives up the next batches whose answer would be sent, as the broker does with one that it
    /// refused ten times.
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    boolean lostAll() {
        return answersToLose.get() == 0;
    }

    /// Throws errors of the virtual machine at the next sends.
    void throwErrors(int count) {
        errorsToThrow.set(count);
    }

    void failSends(int count) {
        sendsToFail.set(count);
    }

    @Override
    public void send(List<? extends Message> messages) {
        if (errorsToThrow.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new OutOfMemoryError("on purpose");
        }
        if (sendsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            link.send(messages.subList(0, 1));
            throw new LinkException("the broker was stopped", null);
        }
        link.send(messages);
    }

    @Override
    public <M extends Message> Subscription subscribe(Source<M> source, BatchHandler<M> handler) {
        return link.subscribe(
                source,
                batch -> {
                    List<? extends Message> answer = handler.handle(batch);
                    if (!answer.isEmpty()
                            && commitsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new LinkException("the broker was stopped", null);
                    }
                    boolean lost =
                            !answer.isEmpty()
                                    && answersToLose.getAndUpdate(left -> Math.max(0, left - 1))
                                            > 0;
                    return lost ? List.of() : answer;
                });
    }

    @Override
    public Subscription watchDepartures(Consumer<NodeId> departed) {
        return link.watchDepartures(departed);
    }

    @Override
    public void close() {
        link.close();
    }
}
