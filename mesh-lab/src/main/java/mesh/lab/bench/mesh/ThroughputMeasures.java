package mesh.lab.bench.mesh;

import java.util.List;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Throughput;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Measure;

/// What is told of each throughput: the figure itself, and what it cost on both sides.
final class ThroughputMeasures {
    private ThroughputMeasures() {}

    static List<Measure> of(String name, String text) {
        return List.of(
                new Measure(name, "jobs settled, " + text, "jobs/s", Better.MORE),
                new Measure(name + ".cpu", "CPU of the mesh for a job", "µs", Better.LESS),
                new Measure(
                        name + ".client-cpu", "CPU of the clients for a job", "µs", Better.NEITHER),
                new Measure(name + ".refused", "calls answered with 429", "", Better.NEITHER));
    }

    static void put(Repetition repetition, String name, Throughput found) {
        repetition.put(name, found.jobsPerSecond());
        repetition.put(name + ".cpu", found.meshMicros());
        repetition.put(name + ".client-cpu", found.clientMicros());
        repetition.put(name + ".refused", found.refused());
    }
}
