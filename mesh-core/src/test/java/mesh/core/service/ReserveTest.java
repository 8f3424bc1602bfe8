package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import mesh.core.IdempotencyKey;
import mesh.core.OverloadedException;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;

/// What is left of the disk is for the jobs that are there.
class ReserveTest extends RuntimeFixture {

    @Test
    void nothing_more_is_admitted_and_what_is_there_ends() {
        var key = new IdempotencyKey("k", "h");
        JobId id = service.submit(List.of(echo()), key).getFirst();
        disk.room = Reserve.BYTES;
        await().untilAsserted(
                        () ->
                                assertThatThrownBy(() -> service.submit(List.of(echo()), null))
                                        .isInstanceOfSatisfying(
                                                OverloadedException.class,
                                                full -> assertThat(full.tooMuch()).isFalse())
                                        .hasMessageContaining("its last 32 MiB are kept"));
        assertThat(service.submit(List.of(echo()), key)).as("asked again").containsExactly(id);
        var ref = new AttemptRef(id, 1);
        outside.send(List.of(Settlement.succeeded(ref, N1, new Json("1"), null)));
        await().until(() -> service.job(id).orElseThrow().state() == StateName.SUCCEEDED);
        disk.room = 2 * Reserve.BYTES;
        await().ignoreExceptions().until(() -> !service.submit(List.of(echo()), null).isEmpty());
    }
}
