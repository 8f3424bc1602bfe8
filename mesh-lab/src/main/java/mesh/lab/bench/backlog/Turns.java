package mesh.lab.bench.backlog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.client.Throughput;
import mesh.lab.bench.client.Throughput.Load;
import mesh.lab.bench.mesh.RunningMesh;
import mesh.lab.bench.plan.Scale;

/// The throughput of meshes that are measured in turn, again and again, so that whatever else the
/// machine does meets them alike.
final class Turns {
    static final int ROUNDS = 3;

    private Turns() {}

    /// Puts the medians.
    ///
    /// @param names of their figures
    static void of(Repetition repetition, List<String> names, List<RunningMesh> meshes)
            throws IOException, InterruptedException {
        var found = new ArrayList<List<Throughput>>();
        names.forEach(_ -> found.add(new ArrayList<>()));
        Scale scale = repetition.scale();
        for (int round = 1; round <= ROUNDS; round++) {
            for (int i = 0; i < names.size(); i++) {
                found.get(i).add(throughput(meshes.get(i), scale, scale.settling()));
            }
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<Throughput> all = found.get(i);
            repetition.put(name, median(all, Throughput::jobsPerSecond));
            repetition.put(name + ".cpu", median(all, Throughput::meshMicros));
            repetition.put(name + ".client-cpu", median(all, Throughput::clientMicros));
            repetition.put(name + ".refused", all.stream().mapToLong(Throughput::refused).sum());
        }
    }

    static Throughput throughput(RunningMesh mesh, Scale scale, Duration warmUp)
            throws IOException, InterruptedException {
        return Throughput.measure(
                mesh.site(),
                mesh.stats(),
                new Load(scale.batchClients(), scale.batch()),
                warmUp,
                scale,
                mesh::cpu);
    }

    private static double median(List<Throughput> all, ToDoubleFunction<Throughput> of) {
        return all.stream().mapToDouble(of).sorted().skip(all.size() / 2).findFirst().orElseThrow();
    }
}
