package mesh.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryUseTest {

    @Test
    void adds_up_the_parts_of_a_heap_in_generations() throws IOException {
        assertThat(
                        MemoryUse.heapKib(
                                """
                                DefNew     total 116224K, used 20K [0x0000000687400000, 0x0)
                                 eden space 103360K,   0% used [0x0000000687400000, 0x0)
                                Tenured    total 258048K, used 3054K [0x0000000704d50000, 0x0)
                                 Metaspace       used 812K, committed 1024K, reserved 1114112K
                                  class space    used 80K, committed 192K, reserved 1048576K
                                """))
                .isEqualTo(3074);
    }

    @Test
    void reads_a_heap_of_regions() throws IOException {
        assertThat(
                        MemoryUse.heapKib(
                                "garbage-first heap   total reserved 6172672K, committed 28672K,"
                                        + " used 2913K [0x0000000687400000, 0x0)"))
                .isEqualTo(2913);
    }

    @Test
    void says_so_where_it_understands_nothing() {
        assertThatThrownBy(() -> MemoryUse.heapKib("ZHeap"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ZHeap");
    }
}
