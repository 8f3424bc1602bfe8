package mesh.core.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import mesh.core.Page;
import mesh.core.QuarantineQuery.Place;
import mesh.core.QuarantineView;

/// Gathers a page of the quarantine: as many as were asked for, or fewer where their bodies come to
/// more than {@value #MOST_CHARACTERS} characters; at least one.
final class PageOfQuarantine {
    static final int MOST_CHARACTERS = 8 << 20;
    private static final Comparator<QuarantineView> NEWEST_FIRST =
            Comparator.comparing(Place::of, Place.NEWEST_FIRST);

    private final int limit;
    private final List<QuarantineView> seen = new ArrayList<>();
    private long size;
    private boolean full;

    PageOfQuarantine(int limit) {
        this.limit = limit;
    }

    /// Takes the next thing there is; false once the page is full. The first that is over the bound
    /// is taken too, so that it is known that there is more.
    boolean add(QuarantineView view) {
        size += view.body().length();
        full = seen.size() == limit || !seen.isEmpty() && size > MOST_CHARACTERS;
        seen.add(view);
        return !full;
    }

    /// All that was taken, the one that did not fit among it.
    List<QuarantineView> seen() {
        return seen;
    }

    private Page<QuarantineView> page() {
        List<QuarantineView> items = full ? seen.subList(0, seen.size() - 1) : seen;
        return new Page<>(List.copyOf(items), full ? Place.of(items.getLast()).toString() : null);
    }

    /// A page of these, which need not be in order.
    static Page<QuarantineView> of(List<QuarantineView> found, int limit) {
        var page = new PageOfQuarantine(limit);
        var _ = found.stream().sorted(NEWEST_FIRST).allMatch(page::add);
        return page.page();
    }
}
