package mesh.core.job;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import mesh.core.Jobs;
import mesh.core.job.JobState.History;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.NoAward;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.protocol.needs.Needs;
import org.junit.jupiter.api.Test;

/// Every input in every state, and what it causes: a row for each, none that is not met, none met
/// twice.
class LifecycleTableTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobId ID = JobId.make(NOW, new Random(1));
    private static final JobSpec SPEC =
            new JobSpec(ID, Jobs.ECHO, Needs.NONE, 4, Optional.empty(), Optional.empty(), 3, 4);
    private static final JobError ERROR = new JobError(ErrorCode.HANDLER_ERROR, "why");
    private static final History ONCE = new History(1, 0, Set.of(N2), Set.of());

    /// State, input, the attempt that it names against the state's (n), by the node that holds the
    /// job or another; `*` is any. Then the events, or the refusal.
    private static final String TABLE =
            """
            queued   award      n+1  *      Awarded
            queued   start      n+1  *      Awarded Started
            queued   succeeded  n+1  *      Awarded Started Succeeded
            queued   failed     n+1  *      Awarded Started AttemptFailed
            queued   cancelled  n+1  *      Awarded AttemptLost
            queued   declined   n+1  *      Awarded Declined
            queued   said       n-1  *      late
            queued   said       n    *      late
            queued   said       n+2  *      unknown-attempt
            queued   lose       *    *      late
            queued   bounce     *    *      late

            assigned award      n    holder repeated
            assigned start      n    holder Started
            running  award      n    holder repeated
            running  start      n    holder repeated
            assigned succeeded  n    holder Started Succeeded
            assigned failed     n    holder Started AttemptFailed
            running  succeeded  n    holder Succeeded
            running  failed     n    holder AttemptFailed
            held     cancelled  n    holder AttemptLost
            held     declined   n    holder Declined
            held     lose       n    holder AttemptLost
            held     bounce     n    holder Declined
            held     about-one  n    other  other-node
            held     about-one  n-1  *      late
            held     about-one  n+1  *      unknown-attempt
            held     about-one  n+2  *      unknown-attempt

            open     cancel     *    *      Cancelled
            open     deadline   *    *      Expired
            ended    any        *    *      ended
            """;

    private static final Map<String, Set<String>> STATES =
            Map.of(
                    "queued", Set.of("new", "again", "waiting"),
                    "held", Set.of("assigned", "running"),
                    "open", Set.of("new", "again", "waiting", "assigned", "running"),
                    "ended", Set.of("succeeded", "failed", "expired", "cancelled"));

    private static final Set<String> SAID =
            Set.of("award", "start", "succeeded", "failed", "cancelled", "declined");

    private record Row(String state, String input, String attempt, String node, String outcome) {
        static Row of(String line) {
            String[] cells = line.trim().split(" +", 5);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        boolean meets(Row one) {
            return STATES.getOrDefault(state, Set.of(state)).contains(one.state)
                    && meetsInput(one.input)
                    && (attempt.equals("*") || attempt.equals(one.attempt))
                    && (node.equals("*") || node.equals(one.node));
        }

        private boolean meetsInput(String one) {
            return switch (input) {
                case "any" -> true;
                case "said" -> SAID.contains(one);
                case "about-one" ->
                        SAID.contains(one) || one.equals("lose") || one.equals("bounce");
                default -> input.equals(one);
            };
        }
    }

    private static final Map<String, JobState> ALL = new LinkedHashMap<>();

    static {
        ALL.put("new", JobState.Queued.NEW);
        ALL.put("again", new JobState.Queued(2, ONCE));
        ALL.put("waiting", new JobState.Queued(2, ONCE, NOW.plusSeconds(9)));
        ALL.put("assigned", new JobState.Assigned(2, N1, ONCE));
        ALL.put("running", new JobState.Running(2, N1, ONCE));
        ALL.put("succeeded", new JobState.Succeeded(2, N1));
        ALL.put("failed", new JobState.Failed(2, ERROR));
        ALL.put("expired", new JobState.Expired(2, ERROR));
        ALL.put("cancelled", new JobState.Cancelled(2));
    }

    private static Input settle(int attempt, NodeId node, Outcome outcome) {
        var ref = new AttemptRef(ID, attempt);
        return new Input.Settle(
                outcome == Outcome.SUCCEEDED
                        ? Settlement.succeeded(ref, node, Json.NULL, null)
                        : Settlement.unsuccessful(ref, node, outcome, ERROR, null));
    }

    private static final Map<String, BiFunction<Integer, NodeId, Input>> INPUTS =
            Map.of(
                    "award", Input.Award::new,
                    "start", Input.Start::new,
                    "succeeded", (attempt, node) -> settle(attempt, node, Outcome.SUCCEEDED),
                    "failed", (attempt, node) -> settle(attempt, node, Outcome.FAILED),
                    "cancelled", (attempt, node) -> settle(attempt, node, Outcome.CANCELLED),
                    "declined", (attempt, node) -> settle(attempt, node, Outcome.DECLINED),
                    "lose", (attempt, node) -> new Input.Lose(attempt, node, "gone"),
                    "bounce", Input.Bounce::new,
                    "cancel", (_, _) -> new Input.Cancel(),
                    "deadline", (_, _) -> new Input.PassDeadline(NoAward.NO_FREE_SLOT));

    /// What is there to be met: the rows of the table with every cell filled, as they really are.
    private static List<Row> reality() {
        var rows = new ArrayList<Row>();
        ALL.forEach(
                (state, value) -> {
                    for (int distance = -1; distance <= 2; distance++) {
                        int attempt = value.attempt() + distance;
                        for (NodeId node : attempt < 1 ? List.<NodeId>of() : List.of(N1, N2)) {
                            String named =
                                    distance == 0
                                            ? "n"
                                            : "n" + (distance > 0 ? "+" : "") + distance;
                            String who = node.equals(N1) ? "holder" : "other";
                            INPUTS.forEach(
                                    (input, make) ->
                                            rows.add(
                                                    new Row(
                                                            state,
                                                            input,
                                                            named,
                                                            who,
                                                            outcome(
                                                                    value,
                                                                    make.apply(attempt, node)))));
                        }
                    }
                });
        return rows;
    }

    private static String outcome(JobState state, Input input) {
        return switch (Lifecycle.decide(SPEC, state, input, NOW, new Random(1))) {
            case Decision.Refused(Refusal reason) -> reason.wireName();
            case Decision.Happened(List<JobEvent> events) ->
                    events.stream()
                            .map(event -> event.getClass().getSimpleName())
                            .collect(Collectors.joining(" "));
        };
    }

    @Test
    void every_input_does_in_every_state_what_its_row_says() {
        List<Row> table = TABLE.lines().filter(line -> !line.isBlank()).map(Row::of).toList();
        var unused = new LinkedHashSet<>(table);
        for (Row one : reality()) {
            List<Row> met = table.stream().filter(row -> row.meets(one)).toList();
            assertThat(met).as("the rows that are about %s", one).hasSize(1);
            assertThat(one.outcome()).as("%s", one).isEqualTo(met.getFirst().outcome());
            unused.removeAll(met);
        }
        assertThat(unused).as("rows that nothing meets").isEmpty();
    }

    @Test
    void no_state_and_no_input_is_left_out() {
        assertThat(ALL.values().stream().map(Object::getClass).map(Class::getName))
                .containsAll(leaves(JobState.class));
        assertThat(INPUTS.values().stream().map(make -> make.apply(1, N1).getClass().getName()))
                .containsAll(leaves(Input.class));
    }

    private static List<String> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(kind -> leaves(kind).stream())
                        .toList()
                : List.of(type.getName());
    }

    @Test
    void what_is_decided_can_always_be_applied() {
        ALL.forEach(
                (name, state) ->
                        INPUTS.forEach(
                                (_, make) -> {
                                    for (int attempt = 1; attempt < 5; attempt++) {
                                        Input input = make.apply(attempt, N1);
                                        apply(state, input);
                                    }
                                }));
    }

    private static void apply(JobState state, Input input) {
        if (Lifecycle.decide(SPEC, state, input, NOW, new Random(1))
                instanceof Decision.Happened(List<JobEvent> events)) {
            JobState after = state;
            for (JobEvent event : events) {
                after = Lifecycle.apply(after, event);
            }
            assertThat(after.attempt()).isGreaterThanOrEqualTo(state.attempt());
        }
    }

    @Test
    void an_event_that_does_not_belong_to_the_state_is_a_broken_log() {
        List<JobEvent> events =
                List.of(
                        new JobEvent.Submitted(null),
                        new JobEvent.Awarded(2, N1),
                        new JobEvent.Awarded(3, N1),
                        new JobEvent.Started(2, N1),
                        new JobEvent.Started(2, N2),
                        new JobEvent.Succeeded(2, N1, Json.NULL),
                        new JobEvent.Succeeded(1, N1, Json.NULL),
                        new JobEvent.AttemptFailed(2, N1, ERROR, null),
                        new JobEvent.AttemptLost(2, N2, "", null),
                        new JobEvent.Declined(3, N1, ERROR),
                        new JobEvent.Failed(2, N1, ERROR),
                        new JobEvent.Expired(ERROR),
                        new JobEvent.Cancelled());
        var legal = new LinkedHashMap<String, String>();
        ALL.forEach(
                (name, state) ->
                        legal.put(
                                name,
                                events.stream()
                                        .filter(event -> belongs(state, event))
                                        .map(event -> event.getClass().getSimpleName())
                                        .collect(Collectors.joining(" "))));
        assertThat(legal)
                .isEqualTo(
                        Map.of(
                                "new", "Submitted Expired Cancelled",
                                "again", "Awarded Expired Cancelled",
                                "waiting", "Awarded Expired Cancelled",
                                "assigned",
                                        "Started Succeeded AttemptFailed Failed Expired Cancelled",
                                "running", "Succeeded AttemptFailed Failed Expired Cancelled",
                                "succeeded", "",
                                "failed", "",
                                "expired", "",
                                "cancelled", ""));
    }

    private static boolean belongs(JobState state, JobEvent event) {
        try {
            return Lifecycle.apply(state, event) != null;
        } catch (IllegalStateException broken) {
            assertThat(broken).hasMessageContaining("the log is broken");
            return false;
        }
    }
}
