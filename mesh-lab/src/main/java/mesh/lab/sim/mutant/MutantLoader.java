package mesh.lab.sim.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A mesh of its own: all its classes are loaded anew here, those with the bug as they were
/// compiled, the others from the same files as always.
final class MutantLoader extends ClassLoader {
    private static final String MESH = "mesh.";

    private final Map<String, byte[]> changed;

    MutantLoader(ClassLoader parent, Map<String, byte[]> changed) {
        super(parent);
        this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(MESH)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = changed.containsKey(name) ? changed.get(name) : read(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private byte[] read(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream bytes = getParent().getResourceAsStream(file)) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return bytes.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }
}
