package mesh.protocol.link;

import java.time.InstantSource;

class MemoryLinkTest extends LinkContract {
    private final MemoryBroker broker = new MemoryBroker(InstantSource.system());

    @Override
    protected Link newLink() {
        return broker.connect();
    }
}
