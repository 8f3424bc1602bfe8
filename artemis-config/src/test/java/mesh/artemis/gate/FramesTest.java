package mesh.artemis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final byte[] WORD = Frames.WORD.getBytes(StandardCharsets.US_ASCII);

    private static byte[] said(int... lengths) {
        int all = WORD.length;
        for (int length : lengths) {
            all += Integer.BYTES + length;
        }
        ByteBuffer said = ByteBuffer.allocate(all).put(WORD);
        for (int length : lengths) {
            said.putInt(length).position(said.position() + length);
        }
        return said.array();
    }

    private static ByteBuf announced(int length) {
        return Unpooled.buffer().writeBytes(WORD).writeInt(length);
    }

    @Test
    void takes_frames_in_whatever_pieces_they_come() {
        byte[] said = said(1, 5, 300, Frames.MOST, 17, 1);
        for (int seed = 0; seed < 50; seed++) {
            RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            var frames = new Frames();
            int at = 0;
            while (at < said.length) {
                int piece =
                        Math.min(said.length - at, chance.nextInt(1, 1 << chance.nextInt(1, 20)));
                assertThat(frames.follow(Unpooled.wrappedBuffer(said, at, piece))).isNull();
                at += piece;
            }
            assertThat(frames.follow(Unpooled.buffer().writeInt(Frames.MOST + 1))).isNotNull();
        }
    }

    @Test
    void leaves_what_it_looks_at_where_it_is() {
        ByteBuf bytes = Unpooled.wrappedBuffer(said(9));
        new Frames().follow(bytes);
        assertThat(bytes.readableBytes()).isEqualTo(said(9).length);
    }

    @Test
    void refuses_a_frame_that_is_longer_than_any_message_in_one_piece() {
        assertThat(new Frames().follow(announced(Frames.MOST))).isNull();
        assertThat(new Frames().follow(announced(Frames.MOST + 1)))
                .contains("1 to 1,048,576 bytes", "was announced with 1,048,577");
        assertThat(new Frames().follow(announced(300 << 20))).contains("314,572,800");
    }

    @Test
    void refuses_a_length_that_is_none() {
        assertThat(new Frames().follow(announced(0))).contains("announced with 0");
        assertThat(new Frames().follow(announced(-1))).contains("4,294,967,295");
    }

    @Test
    void refuses_another_protocol_at_its_first_wrong_byte() {
        for (String other : new String[] {"GET / HTTP/1.1", "AMQP", "POST", "ARTEMIX", "\u0000"}) {
            assertThat(new Frames().follow(Unpooled.copiedBuffer(other, StandardCharsets.US_ASCII)))
                    .as(other)
                    .contains("protocol");
        }
    }
}
