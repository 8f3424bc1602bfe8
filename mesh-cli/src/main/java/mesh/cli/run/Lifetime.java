package mesh.cli.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mesh.cli.ExitCode;
import mesh.cli.Screen;

/// A process that plays a role until somebody ends it: Ctrl-C, SIGTERM, or the mesh itself.
public final class Lifetime implements AutoCloseable {
    /// Longer than any part is given to end, so that a part that hangs does not keep the process.
    private static final long MOST_SECONDS = 20;

    private final Parts parts;
    private final Screen screen;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::endOnSignal, "ending");
    private volatile boolean signalled;
    private volatile int exitOnSignal = ExitCode.DONE;
    private volatile String failure;

    /// From now on a signal ends these parts. A mesh that was asked to end and did has done what
    /// was asked, so the process exits with 0.
    public Lifetime(Parts parts, Screen screen) {
        this.parts = parts;
        this.screen = screen;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// What the process exits with when a signal ends it from now on.
    public void exitOnSignal(int code) {
        exitOnSignal = code;
    }

    /// Whether a signal is ending it, so that what now fails is no news.
    public boolean signalled() {
        return signalled;
    }

    /// Asks the process to end, as a signal would.
    public void end() {
        asked.countDown();
    }

    /// Ends the process, which is of no use any more, so that whoever looks after it starts
    /// another.
    ///
    /// @param reason for whoever reads why
    public void fail(String reason) {
        failure = reason;
        asked.countDown();
    }

    /// Returns when the process shall end, and everything has ended.
    public int await() {
        HugePages.onceHeapIsUsed();
        try {
            Scheduling.followLoad(asked);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        String reason = failure;
        if (reason != null) {
            screen.err().println("mesh: " + reason + "; ending …");
            screen.err().flush();
        }
        close();
        return reason == null ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// Ends the parts, also when starting them failed half-way.
    @Override
    public void close() {
        parts.close();
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException onSignal) {
            // The hook is at work already and waits for this.
        }
    }

    private void endOnSignal() {
        signalled = true;
        screen.err().println("ending …");
        asked.countDown();
        Thread ending = Thread.ofPlatform().daemon().start(this::closeParts);
        boolean clean = false;
        try {
            clean = ended.await(MOST_SECONDS, TimeUnit.SECONDS) || !ending.isAlive();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        screen.err().println(clean ? "ended" : "some part did not end in time");
        screen.err().flush();
        Runtime.getRuntime().halt(clean ? exitOnSignal : ExitCode.FAILED);
    }

    private void closeParts() {
        parts.close();
        ended.countDown();
    }
}
