package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.N2;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.RefusalView;
import mesh.core.engine.CoreSettings;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.ErrorCode;
import mesh.protocol.message.JobError;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A core that was started again hears of jobs that ended before.
class RecallTest {
    private final FailingStore.Switch disk = new FailingStore.Switch();
    private final FailingStore store = new FailingStore(new MemoryStore(), disk);
    private final Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private HandLink link;
    private SteppedCore core;

    @BeforeEach
    void begin() {
        link = new HandLink(() -> now);
        core =
                SteppedCore.start(
                        CoreSettings.DEFAULTS, store, link, () -> now, new SplittableRandom(7));
        link.bring(heartbeat(N1, "a", 1, List.of()));
    }

    private JobId awarded() {
        JobId id = core.service().submit(List.of(echo()), null).getFirst();
        link.bring(new Award(id, 1, N1, null));
        return id;
    }

    private static Settlement success(JobId id, int attempt) {
        return Settlement.succeeded(new AttemptRef(id, attempt), N1, new Json("7"), null);
    }

    private Map<String, Long> refused() {
        return core.service().stats().refused();
    }

    @Test
    void a_repeated_settlement_is_a_repeat_also_after_a_restart() {
        JobId id = awarded();
        link.bring(success(id, 1));
        begin();
        link.bring(success(id, 1));
        link.bring(success(id, 2));
        link.bring(new Award(id, 1, N1, null));
        link.bring(Progress.started(new AttemptRef(id, 1), N2));
        assertThat(refused()).isEqualTo(Map.of("repeated", 1L, "ended", 2L));
        assertThat(core.service().job(id).orElseThrow().refused())
                .extracting(RefusalView::reason)
                .containsExactly("ended", "repeated");
        assertThat(disk.asked).isOne();
    }

    @Test
    void the_store_is_asked_only_for_what_the_core_has_not_in_mind() {
        JobId id = awarded();
        link.bring(Progress.started(new AttemptRef(id, 1), N1));
        link.bring(success(id, 1));
        link.bring(success(id, 1));
        assertThat(disk.asked).isZero();
        link.bring(success(JobId.make(now, new SplittableRandom(1)), 1));
        assertThat(disk.asked).isOne();
        assertThat(refused()).isEqualTo(Map.of("repeated", 1L, "unknown-job", 1L));
    }

    @Test
    void a_message_put_aside_under_a_dead_jobs_id_does_not_stand_in_its_place() {
        JobId id = awarded();
        var error = new JobError(ErrorCode.RESULT_TOO_LARGE, "too large");
        link.bring(
                Settlement.unsuccessful(
                        new AttemptRef(id, 1), N1, Settlement.Outcome.FAILED, error, null));
        var forged = new Quarantined(id.value(), "mesh.settlements", "forged", "{");
        link.bring(forged);
        link.bring(forged);
        List<QuarantineView> both = core.service().quarantine(QuarantineQuery.NEWEST).items();
        assertThat(both)
                .extracting(QuarantineView::kind)
                .containsExactlyInAnyOrder(QuarantineView.Kind.JOB, QuarantineView.Kind.MESSAGE);
        QuarantineView message =
                both.stream()
                        .filter(view -> view.kind() == QuarantineView.Kind.MESSAGE)
                        .findFirst()
                        .orElseThrow();
        assertThat(core.service().quarantined(message.id())).contains(message);
        assertThat(core.service().quarantined(id.value()).orElseThrow().job()).isEqualTo(id);
        assertThat(core.service().requeue(message.id(), Fix.NONE, null))
                .isInstanceOf(RequeueAnswer.StillUnreadable.class);
        assertThat(core.service().requeue(id.value(), Fix.NONE, null))
                .isInstanceOf(RequeueAnswer.Admitted.class);
        assertThat(core.service().forget(message.id())).isTrue();
        assertThat(core.service().quarantine(QuarantineQuery.NEWEST).items()).isEmpty();
    }
}
