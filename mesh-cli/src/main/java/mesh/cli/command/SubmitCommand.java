package mesh.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import mesh.cli.ExitCode;
import mesh.cli.Screen;
import mesh.cli.UserException;
import mesh.cli.client.MeshClient;
import mesh.cli.option.ClientOptions;
import mesh.cli.option.DurationText;
import mesh.cli.option.Moment;
import mesh.cli.option.TimeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Submits jobs.
@Command(
        name = "submit",
        sortOptions = false,
        description = {
            "Submit a job, or many.",
            "Prints the id, or with --wait the result. With --wait it exits with 1 unless every job"
                    + " succeeded; the jobs go on when the waiting is interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  ./mesh submit echo --payload '{\"hello\": \"mesh\"}' --wait",
            "  ./mesh submit python --needs \"python >= 3.11 AND memory >= '8GiB'\" --payload @job.json",
            "  ./mesh submit echo --payload '\"good morning\"' --run-at +8h",
            "  ./mesh submit sleep --payload '{\"millis\": 50}' --count 100 --wait",
            "  ./mesh submit --batch jobs.ndjson --wait      each line is a whole job, such as",
            "      {\"type\": \"echo\", \"payload\": 1, \"labels\": {\"project\": \"x\"}}"
        })
public final class SubmitCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ClientOptions client;

    @Parameters(
            paramLabel = "TYPE",
            arity = "0..1",
            description = "What kind of work: echo, sleep, python, process, …")
    private String type;

    @Option(
            names = "--needs",
            paramLabel = "NEEDS",
            description =
                    "What the node must be able to do: a selector (\"gpu >= 1\"), a JSON list of"
                            + " flags or a JSON map of conditions.")
    private String needs;

    @Option(
            names = "--payload",
            paramLabel = "JSON|@FILE|-",
            description = "The work itself, as JSON, from a file or from the standard input.")
    private String payload;

    @Option(names = "--priority", paramLabel = "0-9", description = "9 goes first (default: 4).")
    private Integer priority;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "How long it may take in all, such as 30s, 5m or PT2H.")
    private Duration timeout;

    @Option(
            names = "--run-at",
            paramLabel = "TIME|+DURATION",
            converter = TimeText.class,
            description =
                    "When it may start, at the earliest, such as 2030-01-31T12:00:00Z or +10m; with"
                            + " --idempotency-key the former.")
    private Moment runAt;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "How often it may be tried (default: 3).")
    private Integer maxAttempts;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "A label to find it by; may be given many times.")
    private List<String> labels = List.of();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Submit the same job N times.")
    private int count;

    @Option(
            names = "--batch",
            paramLabel = "FILE|-",
            description = "Submit many jobs, one JSON object a line (NDJSON).")
    private String batch;

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description =
                    "A repeat with the same key submits nothing twice (default: a new one, under which"
                            + " the command itself repeats what is not answered).")
    private String idempotencyKey;

    @Option(
            names = "--wait",
            fallbackValue = "true",
            defaultValue = "false",
            arity = "0",
            description = "Wait until it has ended and print the result.")
    private boolean wait;

    public SubmitCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        check();
        try (MeshClient mesh = client.connect(screen)) {
            var submission = new Submission(mesh, idempotencyKey, runAt);
            List<String> ids =
                    batch != null
                            ? submission.lines(batch, Given.content(batch, screen.in()))
                            : count == 1 ? submission.one(job()) : submission.copies(job(), count);
            return wait ? new Outcome(mesh, screen, client.json()).await(ids) : show(ids);
        }
    }

    private void check() {
        if ((type == null) == (batch == null)) {
            throw UserException.usage(
                    "give the job's type, or --batch for many"
                            + (type == null ? "" : ", and not both; was both"));
        }
        boolean describesOne =
                needs != null
                        || payload != null
                        || priority != null
                        || timeout != null
                        || runAt != null
                        || maxAttempts != null
                        || !labels.isEmpty()
                        || count != 1;
        if (batch != null && describesOne) {
            throw UserException.usage(
                    "with --batch each line says everything about its job; leave the other options out");
        }
        if (runAt != null && runAt.fromNow() && idempotencyKey != null) {
            throw UserException.usage(
                    "with --idempotency-key a repeat must mean the same time, and one from now on"
                            + " would be another; write it out: --run-at "
                            + runAt.at());
        }
        if (count < 1 || count > Submission.MOST) {
            throw UserException.usage(
                    "--count is 1 to %d, was %d".formatted(Submission.MOST, count));
        }
    }

    private ObjectNode job() {
        ObjectNode job = JsonNodeFactory.instance.objectNode().put("type", type);
        if (needs != null) {
            job.set("needs", Given.needs(needs));
        }
        if (payload != null) {
            job.set("payload", Given.payload(payload, screen.in()));
        }
        if (priority != null) {
            job.put("priority", priority);
        }
        if (timeout != null) {
            job.put("timeout", timeout.toString());
        }
        if (runAt != null) {
            job.put("runAt", runAt.at().toString());
        }
        if (maxAttempts != null) {
            job.put("maxAttempts", maxAttempts);
        }
        if (!labels.isEmpty()) {
            Given.labels(labels).forEach(job.putObject("labels")::put);
        }
        return job;
    }

    private int show(List<String> ids) {
        for (String id : ids) {
            screen.out()
                    .println(
                            client.json()
                                    ? JsonNodeFactory.instance.objectNode().put("id", id)
                                    : id);
        }
        return ExitCode.DONE;
    }
}
