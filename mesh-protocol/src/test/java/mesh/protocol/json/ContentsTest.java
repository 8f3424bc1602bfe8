package mesh.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import mesh.protocol.Json;
import mesh.protocol.link.Records;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentsTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void one_broken_record_leaves_the_others_as_they_are() {
        Offer first = Records.offer(1);
        Offer last = Records.offer(2);
        String body =
                "[%s,{\"v\":1,\"x\":[1,{}]}, 7,%s]"
                        .formatted(
                                MessageBody.write(List.of(first)),
                                MessageBody.write(List.of(last)));
        Contents<Offer> contents = MessageBody.contents(utf8(body), Offer.class);
        assertThat(contents.records()).containsExactly(first, last);
        assertThat(contents.broken())
                .extracting(Contents.Broken::text)
                .containsExactly("{\"v\":1,\"x\":[1,{}]}", "7");
        assertThat(contents.broken().get(0).reason()).contains("`job` is missing");
        assertThat(contents.broken().get(1).reason()).contains("no JSON object");
    }

    /// In a field that is read, in one that is not known, and in one that nobody looks into.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"attempt\":1e99999999999",
                "\"attempt\":1e9999",
                "\"attempt\":1,\"attempt\":1",
                "\"other\":1e99999999999",
                "\"payload\":1e99999999999",
                "\"payload\":[-1E+10000]",
                "\"payload\":{\"a\":1,\"a\":2}",
                "\"payload\":\"\\ud83d\"",
                "\"payload\":DEEP",
                "\"other\":DEEP",
                "\"payload\":LONG",
            })
    void what_breaks_a_rule_takes_only_its_record_along(String fields) {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String wrong =
                "{\"v\":1,\"job\":\"019ca8bb-b5c0-7cd8-a8fb-0e6f684df992\",\"type\":\"echo\","
                        + fields.replace("DEEP", deep).replace("LONG", "1".repeat(1 << 20))
                        + "}";
        Offer offer = Records.offer(1);
        String good = MessageBody.write(List.of(offer));
        Contents<Offer> contents =
                MessageBody.contents(utf8("[%s,%s,%s]".formatted(good, wrong, good)), Offer.class);
        assertThat(contents.records()).containsExactly(offer, offer);
        assertThat(contents.broken()).extracting(Contents.Broken::text).containsExactly(wrong);
        assertThat(contents.broken().getFirst().reason()).startsWith("not a Offer: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,{\"v\":NaN}]", "[%s,]", "[%s", "\ufeff%s", "%s {}", "[%s]]"})
    void what_is_no_JSON_is_broken_as_a_whole(String form) {
        String body = form.formatted(MessageBody.write(List.of(Records.offer(1))));
        Contents<Offer> contents = MessageBody.contents(utf8(body), Offer.class);
        assertThat(contents.records()).isEmpty();
        assertThat(contents.broken()).extracting(Contents.Broken::text).containsExactly(body);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void values_are_kept_as_they_are_written_however_the_record_is_laid_out(boolean spaced) {
        var texts = new RandomJson(new Random(3));
        for (int round = 0; round < 300; round++) {
            String payload = texts.value(4);
            String body = MessageBody.write(List.of(Records.offer(new Json(payload))));
            Offer offer =
                    MessageBody.read(spaced ? texts.spaced(body) : body, Offer.class).getFirst();
            assertThat(offer.payload().text()).isEqualTo(payload);
        }
    }

    @Test
    void where_no_record_can_be_read_the_body_is_one_broken_thing() {
        Contents<Offer> contents = MessageBody.contents(utf8("[1, \"two\", null]"), Offer.class);
        assertThat(contents.records()).isEmpty();
        assertThat(contents.broken())
                .containsExactly(
                        new Contents.Broken("not a Offer: no JSON object", "[1, \"two\", null]"));
    }

    @Test
    void of_unreadable_records_as_many_as_a_message_may_have_are_put_aside_one_by_one() {
        Offer offer = Records.offer(1);
        String good = MessageBody.write(List.of(offer));
        String most = "[" + good + ",{}".repeat(256) + "]";
        Contents<Offer> contents = MessageBody.contents(utf8(most), Offer.class);
        assertThat(contents.records()).containsExactly(offer);
        assertThat(contents.broken()).hasSize(256);

        String more = "[" + good + ",{}".repeat(257) + "]";
        Contents<Offer> whole = MessageBody.contents(utf8(more), Offer.class);
        assertThat(whole.records()).isEmpty();
        assertThat(whole.broken()).extracting(Contents.Broken::text).containsExactly(more);
        assertThat(whole.broken().getFirst().reason())
                .startsWith("more than 256 of its records cannot be read, the first one: `v` must");
    }

    /// What was allocated tells what was gone over; a time would tell how busy the machine is.
    @Test
    void a_fault_costs_no_more_far_behind_in_a_body() {
        byte[] body =
                utf8("[" + "7" + " ".repeat(4 << 20) + ",{\"v\":1,\"v\":1}".repeat(200) + "]");
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        MessageBody.contents(body, Offer.class);
        long before = thread.getCurrentThreadAllocatedBytes();
        Contents<Offer> contents = MessageBody.contents(body, Offer.class);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertThat(contents.broken()).hasSize(1);
        assertThat(allocated).isLessThan(10L * body.length);
    }

    @Test
    void a_text_that_is_no_UTF_8_is_refused_wherever_it_is() {
        byte[] body = utf8(MessageBody.write(List.of(Records.offer(new Json("\"Xx\"")))));
        body[new String(body, StandardCharsets.UTF_8).indexOf('X')] = (byte) 0xC3;
        Contents<Offer> contents = MessageBody.contents(body, Offer.class);
        assertThat(contents.records()).isEmpty();
        assertThat(contents.broken().getFirst().reason())
                .isEqualTo("a body is UTF-8 text, byte 126 belongs to no character");
    }

    @Test
    void a_payload_that_is_laid_out_for_people_is_kept_as_one_line() {
        String body =
                MessageBody.write(List.of(Records.offer(new Json("{\"a\":[1]}"))))
                        .replace("{\"a\":[1]}", "{\r\n\t\"a\": [ 1 ]\n}");
        Offer offer = MessageBody.read(body, Offer.class).getFirst();
        assertThat(offer.payload().text()).isEqualTo("{\"a\":[1]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":-2.50e+3,\"b\":\"\\u00FC\"} | {\"a\":-2.50e+3,\"b\":\"\\u00FC\"}",
                "{\"a\": [1, 2.50], \"b\": \"\\u00FC\"} | {\"a\":[1,2.50],\"b\":\"\\u00FC\"}",
                "{\"a\":\"\uD83D\uDE00 \\n\"} | {\"a\":\"\uD83D\uDE00 \\n\"}"
            })
    void a_result_is_kept_as_it_is_written_but_for_the_blanks_between_its_parts(
            String result, String kept) {
        String body = MessageBody.write(List.of(Records.settlement("n1", result)));
        assertThat(MessageBody.read(body, Settlement.class).getFirst().result().text())
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 5_000})
    void a_result_may_nest_so_deep_and_no_deeper(int depth) {
        String result = "[".repeat(depth) + "]".repeat(depth);
        byte[] body = utf8(MessageBody.write(List.of(Records.settlement("n1", result))));
        Contents<Settlement> contents = MessageBody.contents(body, Settlement.class);
        assertThat(contents.records()).hasSize(depth < MeshJson.MOST_DEPTH ? 1 : 0);
        assertThat(contents.broken()).hasSize(depth < MeshJson.MOST_DEPTH ? 0 : 1);
    }

    @Test
    void a_body_grows_up_to_its_limit_and_a_first_record_may_exceed_it() {
        var body = new MessageBody();
        Offer large = Records.offer(new Json("\"" + "x".repeat(2_000) + "\""));
        assertThat(body.add(large, 1_000)).isTrue();
        assertThat(body.add(Records.offer(1), 1_000)).isFalse();
        assertThat(body.records()).isEqualTo(1);
        String text = new String(body.utf8(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(MessageBody.write(List.of(large)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:30:00Z, true",
        "2026-03-01T10:30:00.1Z, true",
        "2028-02-29T00:00:00.123456789Z, true",
        "0000-01-01T00:00:00Z, true",
        "2026-02-29T00:00:00Z, false",
        "2026-13-01T00:00:00Z, false",
        "2026-03-01T24:00:00Z, false",
        "2026-03-01T10:30:60Z, false",
        "2026-03-01T10:30:00.Z, false",
        "2026-03-01T10:30:00.1234567890Z, false",
        "2026-03-01T10:30:00+01:00, false",
        "+2026-03-01T10:30:00Z, false",
        "2026-03-01 10:30:00Z, false",
        "Z, false"
    })
    void a_time_in_its_common_form_is_read_as_the_library_does(String text, boolean common) {
        assertThat(Times.read(text)).isEqualTo(common ? Instant.parse(text) : null);
    }
}
