package mesh.core.service;

import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.echoes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import mesh.core.IdempotencyKey;
import mesh.core.store.Retention;
import mesh.protocol.JobId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A core that keeps two jobs which have ended.
class PruningTest extends RuntimeFixture {

    @BeforeEach
    void keep_two() {
        retention = new Retention(Duration.ZERO, 2);
        restart();
    }

    private long cancelled() {
        return service.stats().jobs().get("cancelled");
    }

    @Test
    void prunes_by_itself_and_counts_what_is_kept() {
        JobId open = submit();
        List<JobId> ids = service.submit(echoes(200), new IdempotencyKey("k", "h"));
        ids.forEach(service::cancel);
        await().until(() -> cancelled() == 2);
        assertThat(ids.stream().filter(id -> service.job(id).isPresent())).hasSize(2);
        assertThat(service.job(open)).isPresent();
        assertThat(service.submit(List.of(echo()), new IdempotencyKey("k", "h"))).isEqualTo(ids);
        restart();
        assertThat(cancelled()).isEqualTo(2);
    }

    @Test
    void goes_on_once_the_store_takes_it_again() {
        List<JobId> ids = service.submit(echoes(20), null);
        disk.failing = true;
        await().until(() -> service.unready().isPresent() || tried());
        disk.failing = false;
        await().until(() -> service.unready().isEmpty());
        ids.forEach(service::cancel);
        await().until(() -> cancelled() == 2);
    }

    @Test
    void prunes_what_is_too_old_again_and_again() {
        retention = new Retention(Duration.ofMillis(100), 0);
        restart();
        for (int time = 0; time < 2; time++) {
            List<JobId> ids = service.submit(echoes(20), null);
            ids.forEach(service::cancel);
            await().until(() -> cancelled() == 0);
            assertThat(ids).noneMatch(id -> service.job(id).isPresent());
        }
    }

    /// A write that fails is what makes the core look whether the disk is back.
    private boolean tried() {
        try {
            submit();
            return false;
        } catch (mesh.core.OverloadedException full) {
            return true;
        }
    }
}
