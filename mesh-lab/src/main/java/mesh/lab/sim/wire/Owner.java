package mesh.lab.sim.wire;

/// A process that has a link: what may happen to it between any two steps.
public interface Owner {

    /// A point between two steps of a process.
    enum Moment {
        BEFORE_COMMIT,
        AFTER_COMMIT,
        BEFORE_SEND,
        AFTER_SEND,
        BEFORE_ACKNOWLEDGE,
        AFTER_ACKNOWLEDGE
    }

    /// It dies here. Nothing that it would do next happens.
    final class Died extends Error {
        private static final long serialVersionUID = 1;

        public Died() {
            super("the process died here", null, false, false);
        }
    }

    String name();

    /// Whether it is there, be it stopped.
    boolean runs();

    /// Whether it stands still, as after SIGSTOP.
    boolean hangs();

    /// It has come to this point.
    ///
    /// @throws Died when it comes no further
    void about(Moment moment);

    /// Something was brought to it, and it has done what it does.
    void acted();
}
