package mesh.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import mesh.cli.Screen;

/// One object as the mesh itself answers with a page, printed as the pages come, since together
/// they may be larger than the memory. Where a later page cannot be had it stays without an end,
/// and the exit code tells why.
public final class Listing {
    /// How many are printed before it is seen whether anybody takes them.
    private static final int AT_ONCE = 1_000;

    private final Screen screen;
    private String before = "{\"items\":[";
    private int items;

    public Listing(Screen screen) {
        this.screen = screen;
    }

    public void item(JsonNode item) {
        screen.out().print(before + item);
        before = ",";
        items++;
        if (items % AT_ONCE == 0) {
            screen.flush();
        }
    }

    /// @param next where to go on; null at the end
    public void end(String next) {
        String begin = before.equals(",") ? "" : before;
        screen.out().println(begin + "],\"next\":" + TextNode.valueOf(next) + "}");
    }
}
