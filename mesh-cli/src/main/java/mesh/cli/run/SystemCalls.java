package mesh.cli.run;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Functions of the system's library that Java has none for.
final class SystemCalls {
    private SystemCalls() {}

    /// One that returns an `int`. The launcher allows calls of the system.
    ///
    /// @throws java.util.NoSuchElementException where the system has none of that name
    @SuppressWarnings("restricted")
    static MethodHandle function(String name, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }
}
