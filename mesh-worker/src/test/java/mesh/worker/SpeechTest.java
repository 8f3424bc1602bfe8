package mesh.worker;

import static mesh.protocol.message.Progress.Kind.CHECKPOINT;
import static mesh.protocol.message.Progress.Kind.PARTIAL;
import static mesh.protocol.message.Progress.Kind.PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Control;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Settlement;
import mesh.protocol.message.Settlement.Outcome;
import mesh.worker.handler.AttemptStoppedException;
import mesh.worker.handler.JobContext;
import mesh.worker.node.Sayings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What handlers say while they work reaches the core, in time and whole.
class SpeechTest extends WorkerFixture {
    private static final Json ONE = new Json("1");

    private final WatchedLink link = new WatchedLink(broker.connect());

    @BeforeEach
    void join() {
        start(configuration().withHeartbeat(Duration.ofMillis(20)), link);
    }

    @Test
    void hands_over_all_that_an_attempt_said_before_its_settlement() {
        told.work =
                (_, context) -> {
                    for (int i = 1; i <= 200; i++) {
                        context.progress(i / 200.0, "piece " + i);
                        context.emit(new Json("" + i));
                        context.checkpoint(new Json("" + i));
                    }
                    return ONE;
                };
        Assignment assignment = assign("told", "0");
        settled(assignment);
        assertThat(link.sent.getLast()).isInstanceOf(Settlement.class);
        List<Progress> said =
                link.sent.stream()
                        .filter(Progress.class::isInstance)
                        .map(Progress.class::cast)
                        .toList();
        assertThat(said.getFirst().kind()).isEqualTo(Progress.Kind.STARTED);
        assertThat(said)
                .filteredOn(one -> one.kind() == PARTIAL)
                .extracting(one -> one.partial().number())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(last(said, CHECKPOINT).checkpoint())
                .isEqualTo(new Checkpoint(200, 200, new Json("200")));
        assertThat(last(said, PROGRESS).fraction()).isEqualTo(1);
        assertThat(said).filteredOn(one -> one.kind() == PROGRESS).hasSizeLessThan(50);
        assertThat(countedButNotYetSaid(said)).isZero();
    }

    private static Progress last(List<Progress> said, Progress.Kind kind) {
        return said.stream().filter(one -> one.kind() == kind).reduce((_, next) -> next).get();
    }

    /// How many checkpoints count a partial result that had not gone out before them.
    private static long countedButNotYetSaid(List<Progress> said) {
        int partials = 0;
        long wrong = 0;
        for (Progress one : said) {
            partials += one.kind() == PARTIAL ? 1 : 0;
            wrong += one.kind() == CHECKPOINT && one.checkpoint().partials() > partials ? 1 : 0;
        }
        return wrong;
    }

    @Test
    void says_how_far_a_job_is_while_it_runs() {
        var end = new CompletableFuture<Void>();
        told.work =
                (_, context) -> {
                    context.progress(0.25, "a quarter");
                    context.progress(0.5, "half");
                    end.get();
                    return ONE;
                };
        Assignment assignment = assign("told", "0");
        await().until(
                        () ->
                                heard(assignment, PROGRESS).stream()
                                        .anyMatch(one -> one.message().equals("half")));
        end.complete(null);
        settled(assignment);
    }

    @Test
    void goes_on_from_what_the_earlier_attempt_saved() {
        told.work =
                (_, context) -> {
                    int number = context.emit(ONE);
                    context.checkpoint(new Json("[" + number + "]"));
                    return context.resumedFrom().orElse(Json.NULL);
                };
        Assignment first = assign("told", "0");
        assertThat(settled(first).result()).isEqualTo(Json.NULL);
        Assignment second = assign(first, new Checkpoint(7, 3, new Json("{\"at\":70}")));
        assertThat(settled(second).result()).isEqualTo(new Json("{\"at\":70}"));
        await().until(() -> heard(second, CHECKPOINT).size() == 1);
        assertThat(heard(second, PARTIAL).getFirst().partial().number()).isEqualTo(4);
        assertThat(heard(second, CHECKPOINT).getFirst().checkpoint())
                .isEqualTo(new Checkpoint(8, 4, new Json("[4]")));
    }

    @Test
    void refuses_what_is_too_large_too_much_or_no_json() {
        told.work = (_, context) -> new Json("" + context.emit(text(Limits.PARTIAL_BYTES + 1)));
        assertRefused(ErrorCode.RESULT_TOO_LARGE, "a partial result has at most 65536 bytes");
        told.work = (_, context) -> saved(context, text(Limits.CHECKPOINT_BYTES + 1));
        assertRefused(ErrorCode.RESULT_TOO_LARGE, "a checkpoint has at most 262144 bytes");
        told.work = (_, context) -> saved(context, new Json("{"));
        assertRefused(ErrorCode.HANDLER_ERROR, "a checkpoint is no JSON");
        told.work =
                (_, context) -> {
                    while (true) {
                        context.emit(ONE);
                    }
                };
        assertRefused(ErrorCode.RESULT_TOO_LARGE, "at most 1000 partial results");
        told.work =
                (_, context) -> {
                    context.progress(1.0000000000000002, "rounded");
                    context.progress(1.01, "too far");
                    return ONE;
                };
        assertRefused(ErrorCode.HANDLER_ERROR, "`fraction` must be 0 to 1, was 1.01");
    }

    private static Json saved(JobContext context, Json value) throws Exception {
        context.checkpoint(value);
        return ONE;
    }

    private static Json text(int bytes) {
        return new Json('"' + "x".repeat(bytes - 2) + '"');
    }

    private void assertRefused(ErrorCode code, String message) {
        Settlement failed = settled(assign("told", "0"));
        assertThat(failed.error().message()).contains(message);
        assertThat(failed.error().code()).isEqualTo(code);
    }

    @Test
    void loses_no_partial_result_while_the_broker_is_away_and_holds_the_handler_back() {
        var emitted = new AtomicInteger();
        told.work =
                (_, context) -> {
                    for (int i = 1; i <= 300; i++) {
                        emitted.set(context.emit(new Json("" + i)));
                    }
                    return ONE;
                };
        link.away = true;
        Assignment assignment = assign("told", "0");
        int most = Sayings.MOST_UNSENT_PARTIALS;
        await().until(() -> emitted.get() == most && link.refused > 2);
        link.away = false;
        settled(assignment);
        await().until(() -> heard(assignment, PARTIAL).size() >= 300);
        assertThat(heard(assignment, PARTIAL))
                .extracting(one -> one.partial().value().text())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 300).mapToObj(i -> "" + i).toList());
    }

    @Test
    void ends_a_handler_that_is_held_back_when_it_is_cancelled() {
        var held = new CountDownLatch(Sayings.MOST_UNSENT_PARTIALS);
        var thrown = new CompletableFuture<Throwable>();
        told.work =
                (_, context) -> {
                    try {
                        while (true) {
                            context.emit(ONE);
                            held.countDown();
                        }
                    } catch (RuntimeException stopped) {
                        thrown.complete(stopped);
                        throw stopped;
                    }
                };
        link.away = true;
        Assignment assignment = assign("told", "0");
        await().until(() -> held.getCount() == 0);
        core.send(List.of(Control.cancel(NODE, assignment.job(), 1)));
        assertThat(thrown.join()).isInstanceOf(AttemptStoppedException.class);
        link.away = false;
        assertThat(settled(assignment).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void ends_a_handler_that_speaks_after_it_was_cancelled() {
        var thrown = new CompletableFuture<Throwable>();
        told.work =
                (_, context) -> {
                    try {
                        while (true) {
                            context.progress(0.5, null); // takes no notice of being interrupted
                        }
                    } catch (RuntimeException stopped) {
                        thrown.complete(stopped);
                        throw stopped;
                    }
                };
        Assignment assignment = assign("told", "0");
        awaitStarted(assignment);
        core.send(List.of(Control.cancel(NODE, assignment.job(), 1)));
        assertThat(settled(assignment).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(thrown.join()).isInstanceOf(AttemptStoppedException.class);
        await().until(() -> heartbeats.getLast().busy() == 0);
    }

    @Test
    void ends_an_older_attempt_that_speaks_after_a_newer_one_came() {
        told.work =
                (_, context) -> {
                    while (context.attempt().attempt() == 1) {
                        context.checkpoint(ONE);
                    }
                    return ONE;
                };
        Assignment old = assign("told", "0");
        awaitStarted(old);
        Assignment young = assign(old, new Checkpoint(1, 0, ONE));
        assertThat(settled(young).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(settled(old).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void says_nothing_of_an_attempt_after_its_settlement() {
        var context = new CompletableFuture<JobContext>();
        told.work =
                (_, its) -> {
                    context.complete(its);
                    return ONE;
                };
        Assignment first = assign("told", "0");
        settled(first);
        int before = link.sent.size();
        assertThatThrownBy(() -> context.join().emit(ONE))
                .isInstanceOf(AttemptStoppedException.class)
                .hasMessageContaining("is over");
        Assignment second = assign("echo", "0");
        settled(second);
        assertThat(link.sent.subList(before, link.sent.size()))
                .isNotEmpty()
                .noneMatch(message -> message.toString().contains(first.job().toString()));
    }

    @Test
    void saves_a_last_checkpoint_when_the_node_leaves() {
        told.work =
                (_, context) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException leaving) {
                        context.checkpoint(new Json("\"tidied\""));
                        throw leaving;
                    }
                    return ONE;
                };
        Assignment assignment = assign("told", "0");
        awaitStarted(assignment);
        worker.close();
        assertThat(settled(assignment).outcome()).isEqualTo(Outcome.DECLINED);
        await().until(() -> !heard(assignment, CHECKPOINT).isEmpty());
        assertThat(link.sent.getLast()).isInstanceOf(Settlement.class);
    }
}
