package mesh.core.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineView;
import mesh.core.store.Store;
import mesh.core.store.Writes;

/// Takes out of quarantine what nobody wants to try again.
final class Forgetting {
    private final CoreLoop loop;
    private final Store store;

    Forgetting(CoreLoop loop, Store store) {
        this.loop = loop;
        this.store = store;
    }

    boolean forget(UUID id) {
        Optional<QuarantineView> found = store.quarantined(id);
        found.ifPresent(view -> forget(List.of(view)));
        return found.isPresent();
    }

    QuarantineChoice.Outcome forget(QuarantineChoice choice) {
        return Many.each(store, choice, this::forget);
    }

    private void forget(List<UUID> ids, Many account) {
        var found = new ArrayList<QuarantineView>();
        for (UUID id : ids) {
            // Without its body, which may be large.
            store.quarantined(id)
                    .map(view -> view.withBody(""))
                    .ifPresentOrElse(found::add, () -> account.failed(id, Requeuing.UNKNOWN));
        }
        if (!found.isEmpty()) {
            forget(found);
            account.done(found.size());
        }
    }

    private void forget(List<QuarantineView> views) {
        var _ =
                loop.perform(
                        (_, writes) -> {
                            views.forEach(view -> forget(view, writes));
                            return views;
                        });
    }

    private static void forget(QuarantineView view, Writes writes) {
        if (view.kind() == QuarantineView.Kind.JOB) {
            writes.dismissed().add(view.job());
        } else {
            writes.forgotten().add(view.id());
        }
    }
}
