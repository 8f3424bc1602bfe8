package mesh.core.service;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mesh.core.OverloadedException;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineSelection;
import mesh.core.store.Store;
import mesh.core.store.StoreException;

/// Deals with many things in quarantine, some at a time, and keeps the account of it. Where it
/// stops on the way, what was done is told with the reason.
final class Many {
    private static final int AT_ONCE = 100;
    private final List<QuarantineChoice.Failure> failed = new ArrayList<>();
    private int done;

    private Many() {}

    /// What is done with some of them: it gives account of each that it has dealt with.
    interface Dealing {
        void deal(List<UUID> some, Many account);
    }

    /// @throws OverloadedException or StoreException where nothing could be done
    static QuarantineChoice.Outcome each(Store store, QuarantineChoice choice, Dealing dealing) {
        QuarantineSelection chosen =
                switch (choice) {
                    case QuarantineChoice.These(List<UUID> ids) ->
                            new QuarantineSelection(ids.stream().distinct().toList(), 0);
                    case QuarantineChoice.Found found -> store.selected(found.query());
                };
        var account = new Many();
        String stopped = account.deal(chosen.ids(), dealing);
        int dealtWith = account.done + account.failed.size();
        return new QuarantineChoice.Outcome(
                account.done,
                account.failed,
                chosen.remaining() + chosen.ids().size() - dealtWith,
                stopped);
    }

    private String deal(List<UUID> ids, Dealing dealing) {
        try {
            for (int from = 0; from < ids.size(); from += AT_ONCE) {
                dealing.deal(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)), this);
            }
            return null;
        } catch (OverloadedException | StoreException stopped) {
            if (done == 0 && failed.isEmpty()) {
                throw stopped;
            }
            return stopped instanceof OverloadedException
                    ? stopped.getMessage()
                    : "the core's store does not answer; its log has the cause";
        }
    }

    void done(int more) {
        done += more;
    }

    void failed(UUID id, String reason) {
        failed.add(new QuarantineChoice.Failure(id, reason));
    }
}
