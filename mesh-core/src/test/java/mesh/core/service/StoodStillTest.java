package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mesh.core.CoreService;
import mesh.core.EventView;
import mesh.core.NewJob;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.core.store.MemoryStore;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import mesh.protocol.message.Award;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A core that stood still, as its process was stopped or its machine slept, could hear nobody
/// meanwhile; and a clock that is set says nothing of anybody's silence.
class StoodStillTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final MemoryBroker broker = new MemoryBroker(now::get);
    private final Link outside = broker.connect();
    private final Link link = broker.connect();
    private CoreRuntime core;
    private CoreService service;
    private JobId held;

    @BeforeEach
    void start() {
        core = CoreRuntime.start(CoreSettings.DEFAULTS, new MemoryStore(), link, now::get);
        service = core.service();
        outside.send(List.of(heartbeat(N1, "a", 1, List.of())));
        await().until(() -> service.node(N1).isPresent());
        held = submit(echo());
        outside.send(List.of(new Award(held, 1, N1, null)));
        await().until(() -> service.job(held).orElseThrow().state() == StateName.ASSIGNED);
    }

    @AfterEach
    void end() {
        core.close();
        link.close();
        outside.close();
    }

    private JobId submit(NewJob job) {
        return service.submit(List.of(job), null).getFirst();
    }

    /// So much time is over at once, and then a tick came that found it over.
    private void jump(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        tick();
    }

    /// A job with so little time ends by the clock alone.
    private void tick() {
        JobId brief = submit(echo(Json.NULL, Duration.ofMillis(1)));
        now.updateAndGet(before -> before.plusMillis(300));
        await().until(() -> service.job(brief).orElseThrow().state() == StateName.EXPIRED);
        service.cancel(brief);
    }

    private void isWithItsNode() {
        assertThat(service.events(held).orElseThrow())
                .extracting(EventView::name)
                .containsExactly("submitted", "awarded");
    }

    private void isLostAfterALease() {
        for (int i = 0; i < 4; i++) {
            jump(Duration.ofSeconds(4));
        }
        await().until(() -> service.job(held).orElseThrow().state() == StateName.QUEUED);
    }

    @Test
    void every_attempt_gets_a_whole_lease_when_it_goes_on() {
        jump(Duration.ofMinutes(1));
        isWithItsNode();
        isLostAfterALease();
    }

    @Test
    void a_clock_that_is_set_back_neither_stops_the_ticks_nor_lengthens_a_lease() {
        jump(Duration.ofHours(-1));
        isWithItsNode();
        isLostAfterALease();
    }
}
