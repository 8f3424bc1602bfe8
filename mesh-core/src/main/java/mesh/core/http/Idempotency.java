package mesh.core.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import mesh.core.IdempotencyKey;

/// The header by which a client may repeat a submission without doubling it.
final class Idempotency {
    static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");
    private static final int MOST_CHARACTERS = 255;

    private Idempotency() {}

    /// The key, or null where the client gave none. Asked for before the body is read, so that a
    /// bad one is told at once.
    static String key(ServerRequest request) {
        List<String> given = request.headers().all(HEADER, List::of);
        if (given.isEmpty()) {
            return null;
        }
        String key = given.getFirst();
        if (given.size() > 1
                || key.isEmpty()
                || key.length() > MOST_CHARACTERS
                || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw ProblemException.invalid(
                    HEADER.defaultCase(),
                    "must be given once, as 1 to %d visible ASCII characters"
                            .formatted(MOST_CHARACTERS));
        }
        return key;
    }

    /// The key with the body that it stands for; null where there is no key.
    static IdempotencyKey of(String key, byte[] body) {
        return of(key, new byte[0], body);
    }

    /// The key with the body and the thing that it is about.
    static IdempotencyKey of(String key, UUID about, byte[] body) {
        return of(key, about.toString().getBytes(StandardCharsets.UTF_8), body);
    }

    private static IdempotencyKey of(String key, byte[] about, byte[] body) {
        if (key == null) {
            return null;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(about);
            return new IdempotencyKey(key, HexFormat.of().formatHex(digest.digest(body)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
