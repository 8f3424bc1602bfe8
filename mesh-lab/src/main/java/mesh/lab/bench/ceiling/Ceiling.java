package mesh.lab.bench.ceiling;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import mesh.lab.bench.Part;
import mesh.lab.bench.Repetition;
import mesh.lab.bench.plan.Better;
import mesh.lab.bench.plan.Measure;
import mesh.lab.bench.plan.Scale;
import mesh.lab.process.RoleProcess;
import mesh.lab.process.Timing;
import mesh.protocol.json.MeshJson;

/// The bare broker: all in one process without a socket, or broker, worker and client as three.
public final class Ceiling implements Part {
    private static final Duration START = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final boolean tcp;

    private Ceiling(boolean tcp) {
        this.tcp = tcp;
    }

    public static Ceiling inProcess() {
        return new Ceiling(false);
    }

    public static Ceiling overTcp() {
        return new Ceiling(true);
    }

    @Override
    public String name() {
        return tcp ? "ceiling-tcp" : "ceiling-vm";
    }

    @Override
    public String text() {
        return "durable round trips of the bare broker, "
                + (tcp ? "three processes over TCP" : "all in one process");
    }

    private String figure() {
        return tcp ? "ceiling.tcp" : "ceiling.vm";
    }

    @Override
    public List<Measure> measures(Scale scale) {
        return List.of(
                new Measure(figure(), text(), "jobs/s", Better.MORE),
                new Measure(
                        figure() + ".cpu", "CPU of all sides for a round trip", "µs", Better.LESS));
    }

    @Override
    public Duration estimate(Scale scale) {
        return START.plus(scale.warmUp()).plus(scale.window());
    }

    @Override
    public void measure(Repetition repetition) throws InterruptedException {
        Scale scale = repetition.scale();
        var measuring =
                new ArrayList<String>(
                        List.of(
                                "--warm-up",
                                millis(scale.warmUp()),
                                "--window",
                                millis(scale.window())));
        if (tcp) {
            RoleProcess broker =
                    start(
                            repetition,
                            "broker",
                            "broker",
                            "--broker-port",
                            "0",
                            "--console-port",
                            "0");
            RoleProcess worker = start(repetition, "worker", "ceiling", "worker");
            measuring.addAll(List.of("--count", counted(broker, worker)));
        }
        measuring.addAll(0, List.of("ceiling", tcp ? "client" : "all"));
        RoleProcess client = start(repetition, "client", measuring.toArray(String[]::new));
        JsonNode found = await(client, repetition.directory().resolve("ceiling.json"), scale);
        double perSecond = found.path("perSecond").asDouble();
        if (perSecond == 0) {
            repetition.spoil(figure(), "no message came back");
            return;
        }
        repetition.put(figure(), perSecond);
        repetition.put(figure() + ".cpu", found.path("micros").asDouble());
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private static String counted(RoleProcess... processes) {
        return List.of(processes).stream()
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(","));
    }

    private static RoleProcess start(Repetition repetition, String name, String... arguments) {
        var all = new ArrayList<String>(List.of(arguments));
        all.addAll(List.of("--data", repetition.directory().toString()));
        all.addAll(List.of("--ends-with", Long.toString(ProcessHandle.current().pid())));
        var process =
                new RoleProcess(
                        name,
                        repetition.launcher().command(List.of(), all),
                        repetition.directory());
        repetition.own(process);
        process.start();
        return process;
    }

    /// It leaves what it found in a file and ends.
    private static JsonNode await(RoleProcess client, Path file, Scale scale)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.plus(scale.warmUp()).plus(scale.window()).toNanos();
        while (client.alive() && System.nanoTime() - end < 0) {
            Timing.pause(LOOK);
        }
        try {
            return MeshJson.MAPPER.readTree(Files.readString(file));
        } catch (IOException nothing) {
            throw new IllegalStateException(
                    "the round trip was not measured: " + client.lastWords(), nothing);
        }
    }
}
