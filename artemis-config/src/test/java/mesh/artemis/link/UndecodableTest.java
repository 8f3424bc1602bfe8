package mesh.artemis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import jakarta.jms.JMSException;
import java.util.List;
import mesh.protocol.Address;
import mesh.protocol.link.Source;
import mesh.protocol.message.Quarantined;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.junit.jupiter.api.Test;

/// Messages whose properties cannot be decoded, as after a journal was damaged. Who reads such a
/// one must not fail on it each time it comes again.
class UndecodableTest {

    private static ICoreMessage undecodable() {
        var message = new CoreMessage(7, 100);
        message.setAddress("mesh.settlements");
        message.putLongProperty("mark", 5);
        ByteBuf buffer = Unpooled.buffer();
        message.sendBuffer(buffer, 1);
        // Of a long, the type comes before its eight bytes, and these are the last.
        buffer.setByte(buffer.writerIndex() - 9, 99);
        var broken = new CoreMessage();
        broken.receiveBuffer(buffer);
        return broken;
    }

    @Test
    void are_put_aside_with_the_reason() throws JMSException {
        ICoreMessage message = undecodable();
        assertThatThrownBy(() -> message.containsProperty("mark"))
                .isInstanceOf(RuntimeException.class);
        var gathered = new Gathered<>(Source.settlements("core"), new Poison(Address.SETTLEMENTS));
        gathered.read(message);
        assertThat(gathered.batch()).isEmpty();
        assertThat(gathered.aside())
                .extracting(Quarantined::from)
                .isEqualTo(List.of("mesh.settlements"));
    }

    @Test
    void are_dead_letters_as_any_others() throws JMSException {
        var gathered = new Gathered<>(Source.deadLetters(), new Poison(Address.DEAD));
        gathered.read(undecodable());
        assertThat(gathered.batch()).hasSize(1);
    }

    @Test
    void can_be_counted_as_failed() {
        new Poison(Address.SETTLEMENTS).failed(undecodable(), new IllegalStateException());
    }
}
