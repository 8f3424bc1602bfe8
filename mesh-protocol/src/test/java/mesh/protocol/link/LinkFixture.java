package mesh.protocol.link;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Gives a test the links of as many parties as it wants, and closes them after it.
abstract class LinkFixture {
    private final List<Link> links = new ArrayList<>();

    /// Another party's link to the one broker of this test, which holds no messages at first.
    protected abstract Link newLink();

    protected final Link connect() {
        Link link = newLink();
        links.add(link);
        return link;
    }

    @AfterEach
    void disconnect() {
        links.forEach(Link::close);
    }
}
