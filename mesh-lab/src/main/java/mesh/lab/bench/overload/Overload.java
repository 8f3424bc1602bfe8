package mesh.lab.bench.overload;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Reading;
import mesh.lab.bench.client.Work;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Goal;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.Memory;
import mesh.lab.process.Timing;

/// A flood: clients submit without pause for a minute, jobs of a second each to four slots, to a
/// mesh with a small heap. It has to end in refusals, never in a full heap, and every job that was
/// taken has to be there.
public final class Overload implements Part {
    /// So small that the room for open jobs is used up long before the flood ends.
    private static final String HEAP = "-Xmx128m";

    private static final int CLIENTS = 8;
    private static final int HIGH = 99;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double BYTES_A_MIB = 1 << 20;
    private static final Duration AROUND = Duration.ofSeconds(6);

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String text() {
        return "a flood that does not heed refusals, a heap of 128 MiB";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        return List.of(
                new Measure("overload.taken", "jobs taken in the flood", "jobs", Better.NEITHER),
                new Measure(
                        "overload.refused",
                        "calls refused with Retry-After",
                        "calls",
                        Better.NEITHER),
                new Measure("overload.strange", "calls answered otherwise", "calls", Better.LESS),
                new Measure("overload.lost", "jobs taken that are not there", "jobs", Better.LESS),
                new Measure("overload.answer-p99", "calls answered within, p99", "ms", Better.LESS),
                new Measure(
                        "overload.peak", "memory of the process at its peak", "MiB", Better.LESS));
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.atMost("overload.strange", 0), Goal.atMost("overload.lost", 0));
    }

    /// A minute where a window has 8 s.
    private static Duration time(Scale scale) {
        return scale.window().multipliedBy(15).dividedBy(2);
    }

    @Override
    public Duration estimate(Scale scale) {
        return time(scale).plus(AROUND);
    }

    @Override
    public int repetitions(int asked) {
        return 1;
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        RunningMesh mesh =
                RunningMesh.allInOne(
                        repetition, List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"), List.of());
        try (var hose = new Hose(mesh.site(), Work.slow(mesh.site(), scale.batch()), CLIENTS)) {
            Timing.pause(time(scale));
            hose.end();
            Reading after = mesh.stats().next();
            long there = after.open() + after.succeeded() + after.failed();
            long taken = hose.taken() * scale.batch();
            repetition.put("overload.taken", taken);
            repetition.put("overload.refused", hose.refused());
            repetition.put("overload.strange", hose.strange());
            repetition.put("overload.lost", taken - there);
            repetition.put("overload.answer-p99", hose.answeredIn(HIGH).toNanos() / NANOS_A_MILLI);
            repetition.put(
                    "overload.peak", Memory.peak(mesh.processes().getFirst().pid()) / BYTES_A_MIB);
            if (hose.lastStrange() != null) {
                repetition.say("an answer that was no refusal: " + hose.lastStrange());
            }
        } catch (IOException silent) {
            repetition.spoil("overload.lost", silent.getMessage());
        }
    }
}
