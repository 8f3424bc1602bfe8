package mesh.artemis.link;

/// The same without the client library, within the broker's process.
class ProgressWithinTest extends ProgressTest {
    @Override
    ArtemisLink newLink() {
        return Links.within(broker);
    }

    @Override
    Way way() {
        return Links.inner(broker);
    }
}
