package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static final int TIMES = 20_000;

    @Test
    void writes_a_time_as_the_library_does() {
        for (String time :
                new String[] {
                    "1970-01-01T00:00:00Z",
                    "1969-12-31T23:59:59.999Z",
                    "2026-11-29T09:05:07.010Z",
                    "2024-02-29T23:59:59.999Z",
                    "9999-12-31T23:59:59.999Z",
                    "+10000-01-01T00:00:00Z",
                    "2026-11-29T09:05:07.000001Z",
                    "2026-11-29T09:05:07.123456789Z"
                }) {
            assertThat(written(Instant.parse(time))).isEqualTo(time);
        }
        var chance = new Random(1);
        for (int i = 0; i < TIMES; i++) {
            Instant time = Instant.ofEpochMilli(chance.nextLong(253_402_300_800_000L));
            assertThat(written(time)).isEqualTo(time.toString());
        }
    }

    private static String written(Instant time) {
        var out = new Utf8(1);
        out.time(time);
        return new String(out.bytes(), StandardCharsets.UTF_8);
    }
}
