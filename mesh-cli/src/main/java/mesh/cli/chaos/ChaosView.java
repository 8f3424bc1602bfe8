package mesh.cli.chaos;

import mesh.cli.Screen;
import mesh.cli.show.Text;
import mesh.lab.chaos.ChaosRun;
import mesh.lab.chaos.plan.ChaosOptions;

/// A run while it goes on: what is done, line by line, and on a terminal below it one line that
/// says how it stands.
final class ChaosView implements ChaosRun.Onlooker {
    private static final String CLEAR = "\r\033[K";

    private final Screen screen;
    private final ChaosOptions options;

    ChaosView(Screen screen, ChaosOptions options) {
        this.screen = screen;
        this.options = options;
    }

    @Override
    public synchronized void said(String line) {
        screen.out().println((screen.terminal() ? CLEAR : "") + line);
        screen.out().flush();
    }

    @Override
    public synchronized void now(ChaosRun.Status status) {
        if (!screen.terminal()) {
            return;
        }
        String line =
                "%3d s  %d submitted, %d acknowledged, %s, %d of %d nodes online, %d faults mended"
                        .formatted(
                                status.since().toSeconds(),
                                status.submitted(),
                                status.acknowledged(),
                                status.answers()
                                        ? "%d open, %d ended"
                                                .formatted(status.open(), status.ended())
                                        : "the core does not answer",
                                status.online(),
                                options.nodes(),
                                status.faults());
        screen.out().print(CLEAR + Text.shortened(line, screen.width() - 1));
        screen.out().flush();
    }

    synchronized void end() {
        if (screen.terminal()) {
            screen.out().print(CLEAR);
        }
    }
}
