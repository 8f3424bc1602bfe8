package mesh.core.engine;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The invariants hold whatever is said to the engine, by whom and when. A seed that fails is the
/// parameter that the report names.
class RandomLifeTest {
    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_invariants_hold_after_every_turn(long seed) {
        new RandomLife(seed).live(400);
    }
}
