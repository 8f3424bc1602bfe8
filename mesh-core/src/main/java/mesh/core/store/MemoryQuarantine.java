package mesh.core.store;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import mesh.core.JobView;
import mesh.core.Page;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineQuery.Place;
import mesh.core.QuarantineSelection;
import mesh.core.QuarantineView;
import mesh.core.job.StateName;
import mesh.protocol.JobId;

/// What lies in quarantine, in memory; the twin of {@link QuarantineReads}.
final class MemoryQuarantine {
    private final TreeMap<Place, QuarantineView> messages = new TreeMap<>(Place.NEWEST_FIRST);
    private final Map<UUID, Place> places = new HashMap<>();
    private final TreeMap<Place, JobView> dead = new TreeMap<>(Place.NEWEST_FIRST);
    private final Map<JobId, JobId> requeued = new HashMap<>();

    void keep(Writes writes, Map<JobId, JobView> jobs) {
        writes.turn().happenings().stream()
                .filter(happening -> diesOf(happening.after().name()))
                .map(happening -> jobs.get(happening.job()))
                .forEach(job -> dead.put(place(job), job));
        for (QuarantineView view : writes.quarantined()) {
            if (places.putIfAbsent(view.id(), Place.of(view)) == null) {
                messages.put(Place.of(view), view);
            }
        }
        for (UUID id : writes.forgotten()) {
            Place place = places.remove(id);
            if (place != null) {
                messages.remove(place);
            }
        }
        writes.dismissed().stream()
                .filter(jobs::containsKey)
                .map(jobs::get)
                .filter(job -> diesOf(job.state()))
                .forEach(job -> dead.remove(place(job)));
        writes.admitted().stream()
                .filter(admitted -> admitted.requeuedFrom() != null)
                .forEach(admitted -> requeued.put(admitted.requeuedFrom(), admitted.spec().id()));
        if (!writes.quarantined().isEmpty()) {
            trim();
        }
    }

    private void trim() {
        long bytes = messages.values().stream().mapToLong(MemoryQuarantine::bytes).sum();
        while (messages.size() > QuarantineBound.MOST
                || bytes > QuarantineBound.MOST_BYTES && messages.size() > 1) {
            QuarantineView oldest = messages.pollLastEntry().getValue();
            places.remove(oldest.id());
            bytes -= bytes(oldest);
        }
    }

    private static int bytes(QuarantineView view) {
        return (view.body() + view.reason()).getBytes(StandardCharsets.UTF_8).length;
    }

    void forget(JobView job) {
        if (diesOf(job.state())) {
            dead.remove(place(job));
        }
        if (job.requeuedFrom() != null) {
            requeued.remove(job.requeuedFrom());
        }
    }

    Optional<JobId> requeued(JobId id) {
        return Optional.ofNullable(requeued.get(id));
    }

    private static boolean diesOf(StateName end) {
        return end == StateName.FAILED || end == StateName.EXPIRED;
    }

    private static Place place(JobView job) {
        return new Place(job.finishedAt(), job.id().value());
    }

    private Stream<QuarantineView> found(QuarantineQuery query) {
        Stream<QuarantineView> found =
                messages.values().stream().filter(view -> query.matches(view, null));
        return Stream.concat(
                query.asksForMessages() ? found : Stream.empty(),
                dead.values().stream()
                        .map(job -> new Dead(QuarantineView.dead(job), job.type().name()))
                        .filter(job -> query.matches(job.view(), job.type()))
                        .map(Dead::view));
    }

    private record Dead(QuarantineView view, String type) {}

    Page<QuarantineView> page(QuarantineQuery query) {
        return PageOfQuarantine.of(found(query).toList(), query.limit());
    }

    QuarantineSelection selected(QuarantineQuery query) {
        var all = found(query).map(Place::of).sorted(Place.NEWEST_FIRST).map(Place::id).toList();
        var ids = all.stream().limit(query.limit()).toList();
        return new QuarantineSelection(ids, all.size() - ids.size());
    }

    Optional<QuarantineView> one(UUID id, JobView job) {
        return places.containsKey(id)
                ? Optional.of(messages.get(places.get(id)))
                : Optional.ofNullable(job).filter(this::isDead).map(QuarantineView::dead);
    }

    /// @param job null where there is none
    boolean isDead(JobView job) {
        return job != null && diesOf(job.state()) && dead.containsKey(place(job));
    }

    long dead() {
        return dead.size();
    }
}
