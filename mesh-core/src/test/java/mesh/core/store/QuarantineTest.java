package mesh.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.core.JobView;
import mesh.core.Jobs;
import mesh.core.Labels;
import mesh.core.Page;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineQuery.Place;
import mesh.core.QuarantineSelection;
import mesh.core.QuarantineView;
import mesh.core.QuarantineView.Kind;
import mesh.core.engine.Turn;
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.Json;
import mesh.protocol.json.MeshJson;
import mesh.protocol.message.ErrorCode;
import org.junit.jupiter.api.Test;

/// Messages put aside and dead jobs, in one list.
class QuarantineTest extends StoreFixture {

    private QuarantineView putAside(String reason, Instant at) {
        return putAside(reason, at, "{");
    }

    private QuarantineView putAside(String reason, Instant at, String body) {
        var view = new QuarantineView(UUID.randomUUID(), at, "mesh.settlements", reason, body);
        writes.quarantined().add(view);
        commit();
        return view;
    }

    private static QuarantineQuery query(
            Kind kind, ErrorCode code, String type, String from, String reason) {
        return new QuarantineQuery(kind, code, type, from, reason, 100, null);
    }

    private List<UUID> found(QuarantineQuery query) {
        return store.quarantine(query).items().stream().map(QuarantineView::id).toList();
    }

    @Test
    void a_job_that_failed_lies_with_what_would_submit_it_again() throws Exception {
        JobId id = fail("no such file", NOW);
        reopen();
        QuarantineView dead = store.quarantine(QuarantineQuery.NEWEST).items().getFirst();
        assertThat(store.quarantined(id.value())).contains(dead);
        assertThat(dead.id()).isEqualTo(id.value());
        assertThat(dead.kind()).isEqualTo(Kind.JOB);
        assertThat(dead.job()).isEqualTo(id);
        assertThat(dead.from()).isEqualTo("jobs");
        assertThat(dead.code()).isEqualTo(ErrorCode.HANDLER_ERROR);
        assertThat(dead.reason()).isEqualTo("handler-error: no such file");
        assertThat(dead.at()).isEqualTo(NOW);
        JsonNode body = MeshJson.MAPPER.readTree(dead.body());
        assertThat(body)
                .isEqualTo(
                        MeshJson.MAPPER.readTree(
                                """
                                {"type": "echo", "payload": [1], "priority": 4, "maxAttempts": 1,
                                 "deadline": "2026-01-01T00:00:09Z"}
                                """));
    }

    @Test
    void what_expired_is_dead_without_its_deadline_and_what_was_cancelled_or_succeeded_is_not() {
        JobId cancelled = admit(Labels.NONE);
        engine.cancel(cancelled, writes.turn());
        JobId late = admit(Labels.NONE);
        commit();
        writes = Writes.of(new Turn(NOW.plusSeconds(20)));
        engine.expire(writes.turn());
        engine.tick(writes.turn());
        commit();
        assertThat(store.job(late).map(JobView::state)).contains(StateName.EXPIRED);
        assertThat(store.quarantine(QuarantineQuery.NEWEST).items())
                .singleElement()
                .satisfies(dead -> assertThat(dead.body()).doesNotContain("deadline"))
                .extracting(QuarantineView::job)
                .isEqualTo(late);
        assertThat(store.dead()).isOne();
    }

    @Test
    void the_oldest_messages_go_beyond_a_number_and_a_size_and_the_newest_stays() throws Exception {
        assumeThat(kind).isNotInstanceOf(StoreKind.Memory.class);
        List<QuarantineView> views = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            views.add(putAside("r".repeat(10), NOW.plusSeconds(i), "b".repeat(90)));
        }
        store.close();
        try (JdbcWriter writer = kind.writer()) {
            new QuarantineBound(writer, 5, 1_000).hold(views);
            writer.commit(writes);
            assertThat(ids(writer)).isEqualTo(5);
            new QuarantineBound(writer, 5, 299).hold(views);
            assertThat(ids(writer)).isEqualTo(2);
            new QuarantineBound(writer, 5, 20).hold(views);
            assertThat(ids(writer)).isEqualTo(1);
            writer.commit(writes);
        }
        store = kind.open();
        assertThat(found(QuarantineQuery.NEWEST)).containsExactly(views.getLast().id());
    }

    private static int ids(JdbcWriter writer) throws SQLException {
        try (PreparedStatement count = writer.query("SELECT count(*) FROM quarantine");
                ResultSet row = count.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    @Test
    void pages_go_through_both_kinds_the_newest_first() {
        var expected = new ArrayList<UUID>();
        for (int i = 0; i < 12; i++) {
            Instant at = NOW.plusSeconds(i / 3);
            UUID id = i % 2 == 0 ? putAside("r", at).id() : fail("m", at).value();
            expected.add(id);
        }
        var seen = new ArrayList<QuarantineView>();
        Place after = null;
        do {
            Page<QuarantineView> page =
                    store.quarantine(new QuarantineQuery(null, null, null, null, null, 5, after));
            seen.addAll(page.items());
            after = page.next() == null ? null : Place.parse(page.next()).orElseThrow();
        } while (after != null);
        assertThat(seen)
                .extracting(QuarantineView::id)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(seen.stream().map(Place::of).toList()).isSortedAccordingTo(Place.NEWEST_FIRST);
    }

    @Test
    void a_page_of_large_bodies_is_shorter_and_says_where_to_go_on() {
        for (int i = 0; i < 10; i++) {
            putAside("r", NOW, "x".repeat(1 << 20));
        }
        Page<QuarantineView> first = store.quarantine(QuarantineQuery.NEWEST);
        assertThat(first.items()).hasSize(8);
        Place after = Place.parse(first.next()).orElseThrow();
        Page<QuarantineView> second =
                store.quarantine(new QuarantineQuery(null, null, null, null, null, 8, after));
        assertThat(second.items()).hasSize(2);
        assertThat(second.next()).isNull();
    }

    @Test
    void finds_by_kind_code_type_origin_and_reason() {
        UUID message = putAside("not a Settlement: 100% wrong", NOW).id();
        UUID job = fail("it is 100% broken", NOW).value();
        assertThat(found(query(Kind.MESSAGE, null, null, null, null))).containsExactly(message);
        assertThat(found(query(Kind.JOB, null, null, null, null))).containsExactly(job);
        assertThat(found(query(null, ErrorCode.HANDLER_ERROR, null, null, null)))
                .containsExactly(job);
        assertThat(found(query(null, ErrorCode.DEADLINE_PASSED, null, null, null))).isEmpty();
        assertThat(found(query(null, null, "echo", null, null))).containsExactly(job);
        assertThat(found(query(null, null, "sleep", null, null))).isEmpty();
        assertThat(found(query(null, null, null, "mesh.settlements", null)))
                .containsExactly(message);
        assertThat(found(query(null, null, null, "mesh.offers", null))).isEmpty();
        assertThat(found(query(null, null, null, "jobs", null))).containsExactly(job);
        assertThat(found(query(null, null, null, null, "100%")))
                .containsExactlyInAnyOrder(job, message);
        assertThat(found(query(null, null, null, null, "handler-error: it"))).containsExactly(job);
        assertThat(found(query(null, null, null, null, "100_"))).isEmpty();
    }

    @Test
    void selects_ids_and_says_how_many_remain() {
        fail("other", NOW.minusSeconds(5));
        JobId older = fail("same", NOW.minusSeconds(4));
        JobId newer = fail("same", NOW.minusSeconds(3));
        JobId newest = fail("same", NOW.minusSeconds(2));
        putAside("same", NOW);
        QuarantineSelection two =
                store.selected(new QuarantineQuery(Kind.JOB, null, null, null, "same", 2, null));
        assertThat(two.ids()).containsExactly(newest.value(), newer.value());
        assertThat(two.remaining()).isOne();
        QuarantineSelection rest =
                store.selected(
                        new QuarantineQuery(
                                Kind.JOB,
                                null,
                                null,
                                null,
                                "same",
                                2,
                                new Place(NOW.minusSeconds(3), newer.value())));
        assertThat(rest.ids()).containsExactly(older.value());
        assertThat(rest.remaining()).isZero();
    }

    @Test
    void what_is_forgotten_or_dismissed_stays_so() {
        QuarantineView left = putAside("r", NOW);
        QuarantineView forgotten = putAside("r", NOW);
        JobId dismissed = fail("m", NOW);
        JobId kept = fail("m", NOW);
        writes.forgotten().add(forgotten.id());
        writes.dismissed().add(dismissed);
        commit();
        reopen();
        assertThat(store.quarantined(left.id())).contains(left);
        assertThat(store.quarantined(forgotten.id())).isEmpty();
        assertThat(store.quarantined(dismissed.value())).isEmpty();
        assertThat(store.job(dismissed).map(JobView::state)).contains(StateName.FAILED);
        assertThat(found(QuarantineQuery.NEWEST))
                .containsExactlyInAnyOrder(left.id(), kept.value());
        assertThat(store.dead()).isOne();
    }

    @Test
    void what_took_a_dead_jobs_place_is_found_as_long_as_it_is_kept() {
        JobId dead = fail("m", NOW);
        assertThat(store.requeued(dead)).isEmpty();
        JobId fresh = JobId.make(NOW, chance);
        var spec = Jobs.echo().spec(fresh, NOW);
        engine.admit(spec, writes.turn());
        writes.admitted().add(new Writes.Admitted(spec, Json.NULL, Labels.NONE, NOW, dead));
        writes.dismissed().add(dead);
        commit();
        reopen();
        assertThat(store.requeued(dead)).contains(fresh);
        assertThat(store.requeued(fresh)).isEmpty();
        assertThat(store.job(fresh).map(JobView::requeuedFrom)).contains(dead);
    }

    @Test
    void a_place_is_read_as_it_is_written() {
        var place = new Place(NOW, UUID.randomUUID());
        assertThat(Place.parse(place.toString())).contains(place);
        assertThat(Place.parse("12")).isEmpty();
        assertThat(Place.parse("-1-x")).isEmpty();
        assertThat(Place.parse("x-" + place.id())).isEmpty();
    }
}
