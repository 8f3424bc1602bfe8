package mesh.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import mesh.protocol.json.MeshJson;
import org.junit.jupiter.api.Test;

final class ProblemExceptionTest {

    private static String told(String problem) throws JsonProcessingException {
        return new ProblemException(400, MeshJson.MAPPER.readTree(problem)).getMessage();
    }

    @Test
    void leaves_out_a_field_that_says_what_the_detail_says() throws JsonProcessingException {
        assertThat(
                        told(
                                """
                                {"title": "Not Found", "detail": "there is no node 'nobody'", "errors": [
                                 {"field": "id", "message": "there is no node 'nobody'"}]}"""))
                .isEqualTo("there is no node 'nobody'");
    }

    @Test
    void leaves_out_a_field_that_the_detail_names_with_its_message()
            throws JsonProcessingException {
        assertThat(
                        told(
                                """
                                {"title": "Invalid", "detail": "`needs`: expected a value", "errors": [
                                 {"field": "needs", "message": "expected a value"}]}"""))
                .isEqualTo("`needs`: expected a value");
    }

    @Test
    void keeps_every_field_that_says_more_than_the_detail() throws JsonProcessingException {
        assertThat(
                        told(
                                """
                                {"detail": "2 fields are wrong", "errors": [
                                 {"field": "needs", "message": "expected a value"},
                                 {"field": "priority", "message": "0 to 9, was 12"}]}"""))
                .isEqualTo(
                        "2 fields are wrong\n  needs: expected a value\n  priority: 0 to 9, was 12");
    }
}
