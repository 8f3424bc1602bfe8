package mesh.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// One module of Python's standard library.
///
/// @param name such as `asyncio.events`
record Module(String name, Path path) {

    /// What a job is given: the module's source, or its bytes where they are no UTF-8.
    ObjectNode input() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("module", name);
        try {
            String source =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return input.put("source", source);
        } catch (CharacterCodingException notUtf8) {
            return input.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
