package mesh.artemis.link;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/// Messages that no link would send and that no reader can read, of every kind.
final class Malformed {
    private static final String LARGE = "{\"v\":1,\"x\":\"" + "ä".repeat(1 << 20);

    /// Large ones are rare, or a run of thousands would only show how fast a disk is.
    private static final int LARGE_EVERY = 100;

    /// Makes a message that no link would send.
    interface Made {
        Message in(Session session) throws Exception;
    }

    private static final List<Made> KINDS = kinds();

    private Malformed() {}

    static Made number(int number) {
        return number % LARGE_EVERY == LARGE_EVERY - 1
                ? session -> session.createTextMessage(LARGE)
                : KINDS.get(number % KINDS.size());
    }

    private static List<Made> kinds() {
        var kinds = new ArrayList<Made>();
        for (String text :
                List.of(
                        "",
                        "no JSON at all",
                        "{\"v\":1,",
                        "[1, \"two\", null]",
                        "null",
                        "{}",
                        "{\"v\":1}",
                        "{\"v\":2,\"job\":\"019ca8bb-b5c0-7cd8-a8fb-0e6f684df992\",\"attempt\":1}",
                        "{\"v\":1e999999999,\"job\":[],\"attempt\":{\"a\":1}}",
                        "{\"v\":1,\"job\":17,\"node\":{},\"attempt\":\"x\",\"id\":[]}",
                        "{\"v\":1,\"job\":\"019ca8bb-b5c0-7cd8-a8fb-0e6f684df992\",\"attempt\":-1,"
                                + "\"node\":\"../n1\",\"seq\":-9,\"from\":7,\"reason\":[]}",
                        "[".repeat(20_000),
                        "{\"v\":".repeat(5_000),
                        "9".repeat(20_000),
                        "\u0000\uD800\uFFFF")) {
            kinds.add(session -> session.createTextMessage(text));
        }
        kinds.add(Session::createTextMessage);
        kinds.add(Session::createMessage);
        kinds.add(Session::createMapMessage);
        kinds.add(Session::createStreamMessage);
        kinds.add(session -> session.createObjectMessage(new int[] {1, 2}));
        kinds.add(session -> bytes(session, new byte[] {(byte) 0xC3, 0x28, 0, -1}));
        kinds.add(session -> bytes(session, new byte[0]));
        kinds.add(Malformed::brokenText);
        return kinds;
    }

    static Message bytes(Session session, byte[] body) throws Exception {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    /// It says that it is a text, and its bytes are none.
    private static Message brokenText(Session session) throws Exception {
        Message message = bytes(session, new byte[] {1, 127, 127, 127, 127, 5});
        ((ActiveMQMessage) message)
                .getCoreMessage()
                .setType(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE);
        return message;
    }
}
