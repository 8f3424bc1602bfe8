package mesh.core.store;

class MemoryStoreTest extends StoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    Store openStore() {
        return store;
    }
}
