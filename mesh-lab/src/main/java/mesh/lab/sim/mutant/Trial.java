package mesh.lab.sim.mutant;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;

/// Tries one mutant: simulates the mesh with its bug until an invariant is broken.
public final class Trial {
    private static final int THREADS = 2;

    private Trial() {}

    /// How the simulator noticed a bug.
    ///
    /// @param seed the first that showed it
    public record Caught(long seed, String invariant, String detail) {}

    /// @param caught empty where no seed showed it
    public record Result(Mutant mutant, Optional<Caught> caught, int seeds, Duration took) {}

    /// Puts the bug into its source and compiles that; for whoever wants to know only whether it
    /// fits.
    ///
    /// @throws StaleMutantException where the source was changed and the mutant does not fit it
    public static void fits(Mutant mutant, Sources sources) {
        MemoryCompiler.compile(mutant, mutant.in(sources.read(mutant)));
    }

    /// Runs seeds from 1 on, until one shows the bug.
    ///
    /// @param most how many seeds at most
    /// @throws StaleMutantException where the source was changed and the mutant does not fit it
    public static Result run(Mutant mutant, Sources sources, int most) {
        long began = System.nanoTime();
        var loader =
                new MutantLoader(
                        Trial.class.getClassLoader(),
                        MemoryCompiler.compile(mutant, mutant.in(sources.read(mutant))));
        String[] found;
        try {
            found =
                    (String[])
                            loader.loadClass("mesh.lab.sim.Seeds")
                                    .getMethod("hunt", long.class, int.class, int.class)
                                    .invoke(null, 1L, most, THREADS);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(
                    "the mutant `" + mutant.name() + "` breaks the simulator itself",
                    failed.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        return found == null
                ? new Result(mutant, Optional.empty(), most, took)
                : new Result(
                        mutant,
                        Optional.of(new Caught(Long.parseLong(found[0]), found[1], found[2])),
                        Integer.parseInt(found[0]),
                        took);
    }
}
