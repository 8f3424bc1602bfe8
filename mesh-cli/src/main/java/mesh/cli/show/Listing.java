package mesh.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.PrintStream;

/// One object as the mesh itself answers with a page, printed as the pages come, since together
/// they may be larger than the memory. Where a later page cannot be had it stays without an end,
/// and the exit code tells why.
public final class Listing {
    private final PrintStream out;
    private String before = "{\"items\":[";

    public Listing(PrintStream out) {
        this.out = out;
    }

    public void item(JsonNode item) {
        out.print(before + item);
        before = ",";
    }

    /// @param next where to go on; null at the end
    public void end(String next) {
        String begin = before.equals(",") ? "" : before;
        out.println(begin + "],\"next\":" + TextNode.valueOf(next) + "}");
    }
}
