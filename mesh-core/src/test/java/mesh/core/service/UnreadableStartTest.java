package mesh.core.service;

import static mesh.core.Jobs.N1;
import static mesh.core.Jobs.echo;
import static mesh.core.Jobs.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.NewJob;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;
import mesh.core.engine.CoreSettings;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.message.ErrorCode;
import org.junit.jupiter.api.Test;

/// A core that starts on a store with rows that it cannot read.
class UnreadableStartTest extends RuntimeFixture {

    private void damaged(String sql) {
        core.close();
        link.close();
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        begin(CoreSettings.DEFAULTS);
    }

    private void isUnreadable(JobId id) {
        await().until(() -> service.job(id).orElseThrow().state() == StateName.FAILED);
        assertThat(service.job(id).orElseThrow().error().code()).isEqualTo(ErrorCode.UNREADABLE);
        assertThat(service.why(id).orElseThrow().code()).isEqualTo("ended");
        assertThat(service.events(id).orElseThrow().getLast().name()).isEqualTo("failed");
        assertThat(service.quarantine(QuarantineQuery.NEWEST).items())
                .extracting(QuarantineView::job)
                .contains(id);
    }

    @Test
    void a_job_whose_needs_no_longer_parse_ends_and_the_others_go_on() {
        List<JobId> ids = service.submit(List.of(echo(), echo()), null);
        damaged("UPDATE specs SET needs = '\"gpu >\"' WHERE seq = 1");

        isUnreadable(ids.getFirst());
        succeed(ids.getLast(), 1);
        await().until(
                        () ->
                                service.job(ids.getLast()).orElseThrow().state()
                                        == StateName.SUCCEEDED);
        assertThat(service.stats().jobs()).containsEntry("failed", 1L).containsEntry("queued", 0L);
    }

    @Test
    void a_job_whose_payload_is_damaged_ends_when_it_is_to_be_offered() {
        List<JobId> ids = service.submit(List.of(echo(), echo()), null);
        offers.clear();
        damaged("UPDATE specs SET payload = '{\"say\":' WHERE seq = 1");

        isUnreadable(ids.getFirst());
        await().until(() -> offers.stream().anyMatch(o -> o.job().equals(ids.getLast())));
    }

    @Test
    void a_payload_that_an_earlier_version_took_and_no_node_reads_ends_its_job() {
        List<JobId> ids = service.submit(List.of(echo(), echo()), null);
        ids.forEach(id -> await().until(() -> offers.stream().anyMatch(o -> o.job().equals(id))));
        offers.clear();
        damaged("UPDATE specs SET payload = '1e99999' WHERE seq = 1");

        isUnreadable(ids.getFirst());
        await().until(() -> offers.stream().anyMatch(o -> o.job().equals(ids.getLast())));
        assertThat(offers).noneMatch(offer -> offer.job().equals(ids.getFirst()));
        assertThat(service.requeue(ids.getFirst().value(), Fix.NONE, null))
                .isInstanceOfSatisfying(
                        RequeueAnswer.StillUnreadable.class,
                        answer -> assertThat(answer.reason()).contains("exponent"));
        assertThat(service.requeue(ids.getFirst().value(), payload("1e999"), null))
                .isInstanceOf(RequeueAnswer.Admitted.class);
    }

    private static Fix payload(String json) {
        return new Fix() {
            @Override
            public String message(QuarantineView message) {
                return message.body();
            }

            @Override
            public NewJob job(NewJob dead) {
                return dead.withPayload(new Json(json));
            }
        };
    }

    @Test
    void a_dead_job_whose_needs_cannot_be_read_is_not_requeued_and_the_answer_says_why() {
        JobId id = service.submit(List.of(echo()), null).getFirst();
        damaged("UPDATE specs SET needs = '\"gpu >\"' WHERE seq = 1");

        isUnreadable(id);
        assertThat(service.requeue(id.value(), Fix.NONE, null))
                .isInstanceOfSatisfying(
                        RequeueAnswer.StillUnreadable.class,
                        answer -> assertThat(answer.reason()).contains("its needs cannot be read"));
    }

    @Test
    void a_node_whose_row_is_damaged_is_put_aside_and_known_again_by_its_heartbeat() {
        damaged("UPDATE nodes SET heartbeat = 'no json' WHERE id = 'n1'");

        QuarantineView aside = service.quarantine(QuarantineQuery.NEWEST).items().getFirst();
        assertThat(aside.reason()).contains("node n1 cannot be read");
        assertThat(aside.body()).isEqualTo("no json");
        assertThat(service.quarantined(aside.id())).isPresent();
        assertThat(service.node(N1)).isEmpty();
        outside.send(List.of(heartbeat(N1, "a", 2, List.of())));
        await().until(() -> service.node(N1).isPresent());
    }
}
