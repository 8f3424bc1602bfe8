package mesh.core.service;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Keeps a thread's work going: what it throws where nobody expects it, such as for want of memory,
/// is told, and the work begins anew. It ends when the work returns.
final class Unending {
    private static final Logger LOG = Logger.getLogger(Unending.class.getName());

    private Unending() {}

    static void run(Runnable work) {
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException | Error thrown) {
                tell(thrown);
            }
        }
    }

    private static void tell(Throwable thrown) {
        try {
            LOG.log(Level.SEVERE, "begun anew after what nobody expected", thrown);
        } catch (RuntimeException | Error again) {
            // There is not even room to tell it.
        }
    }
}
