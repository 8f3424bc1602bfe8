package mesh.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.core.OverloadedException;
import mesh.core.engine.CoreSettings;
import mesh.core.store.MemoryStore;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.protocol.link.Link;
import mesh.protocol.link.MemoryBroker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A core that cannot start leaves nothing behind that would keep its process alive.
class StartTest {
    private final MemoryStore memory = new MemoryStore();

    private Store without(String question) {
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals(question)) {
                                throw new StoreException("the disk does not answer", null);
                            }
                            try {
                                return method.invoke(memory, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("core-"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes", "counts", "open"})
    void no_thread_outlives_a_start_that_failed(String question) {
        Set<Thread> before = threads();
        try (Link link = new MemoryBroker(InstantSource.system()).connect()) {
            assertThatThrownBy(
                            () ->
                                    CoreRuntime.start(
                                            CoreSettings.DEFAULTS,
                                            without(question),
                                            link,
                                            InstantSource.system()))
                    .isInstanceOfAny(StoreException.class, OverloadedException.class)
                    .hasMessageContaining("the disk does not answer");
        }
        assertThat(threads()).isSubsetOf(before);
    }
}
