package mesh.core.store;

import java.util.ArrayList;
import java.util.List;
import mesh.core.QuarantineView;

/// Gathers what a list of the quarantine shows: the newest, up to {@value #MOST_CHARACTERS}
/// characters of bodies, at least one.
final class ShownQuarantine {
    static final int MOST_CHARACTERS = 8 << 20;

    private final List<QuarantineView> views = new ArrayList<>();
    private long size;

    boolean add(QuarantineView view) {
        size += view.body().length();
        boolean fits = views.isEmpty() || size <= MOST_CHARACTERS;
        if (fits) {
            views.add(view);
        }
        return fits;
    }

    List<QuarantineView> views() {
        return List.copyOf(views);
    }
}
