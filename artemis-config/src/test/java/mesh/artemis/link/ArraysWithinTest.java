package mesh.artemis.link;

/// The same without the client library, within the broker's process.
class ArraysWithinTest extends ArraysTest {
    @Override
    ArtemisLink newLink() {
        return Links.within(broker);
    }

    @Override
    Way way() {
        return Links.inner(broker);
    }
}
