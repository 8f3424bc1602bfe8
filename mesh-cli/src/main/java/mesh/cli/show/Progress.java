package mesh.cli.show;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import mesh.cli.Screen;

/// How far many jobs are: a bar on a terminal, a line at each tenth elsewhere, nothing for scripts.
public abstract sealed class Progress implements AutoCloseable {

    /// @param silent for a caller that reads JSON
    public static Progress of(Screen screen, int total, boolean silent) {
        if (silent) {
            return new None();
        }
        return screen.terminal() ? new Bar(screen, total) : new Lines(screen, total);
    }

    /// One more has ended.
    public abstract void step();

    @Override
    public abstract void close();

    private static final class Bar extends Progress {
        private static final int REDRAW_MILLIS = 100;
        private final ProgressBar bar;

        Bar(Screen screen, int total) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("jobs")
                            .setInitialMax(total)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(REDRAW_MILLIS)
                            .showSpeed()
                            .setConsumer(
                                    new ConsoleProgressBarConsumer(
                                            screen.err(), screen.width() - 1))
                            .build();
        }

        @Override
        public void step() {
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static final class Lines extends Progress {
        private static final int TENTHS = 10;
        private final Screen screen;
        private final int total;
        private int done;

        Lines(Screen screen, int total) {
            this.screen = screen;
            this.total = total;
        }

        @Override
        public void step() {
            done++;
            if ((long) done * TENTHS / total > (done - 1L) * TENTHS / total) {
                screen.err().println(done + " of " + total + " jobs have ended");
            }
        }

        @Override
        public void close() {
            // Nothing was drawn that would have to go.
        }
    }

    private static final class None extends Progress {
        @Override
        public void step() {
            // A script is told by the jobs themselves.
        }

        @Override
        public void close() {
            // Nothing was drawn that would have to go.
        }
    }
}
