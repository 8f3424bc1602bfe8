package mesh.core.service;

import java.util.ArrayList;
import java.util.List;
import mesh.core.Page;
import mesh.core.PartialView;
import mesh.core.store.Store;
import mesh.protocol.JobId;

/// Reads a page of partial results, some at a time: as many as are wanted, up to {@value
/// #MOST_CHARACTERS} characters of them, at least one.
final class PageOfPartials {
    static final int MOST_CHARACTERS = 8 << 20;
    private static final int AT_ONCE = 32;

    private PageOfPartials() {}

    static Page<PartialView> read(Store store, JobId id, int after, int limit) {
        var items = new ArrayList<PartialView>();
        long size = 0;
        int last = after;
        while (true) {
            List<PartialView> some = store.partials(id, last, AT_ONCE);
            for (PartialView partial : some) {
                size += partial.value().text().length();
                boolean full = items.size() == limit || size > MOST_CHARACTERS;
                if (full && !items.isEmpty()) {
                    return new Page<>(items, Integer.toString(last));
                }
                items.add(partial);
                last = partial.number();
            }
            if (some.size() < AT_ONCE) {
                return new Page<>(items, null);
            }
        }
    }
}
