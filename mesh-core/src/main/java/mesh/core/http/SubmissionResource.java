package mesh.core.http;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import mesh.core.CoreService;
import mesh.core.JobView;
import mesh.core.NewJob;
import mesh.protocol.JobId;
import mesh.protocol.Limits;

/// Takes jobs in, one or many.
final class SubmissionResource {
    private final CoreService core;
    private final BodyBudget budget;

    SubmissionResource(CoreService core, BodyBudget budget) {
        this.core = core;
        this.budget = budget;
    }

    void one(ServerRequest request, ServerResponse response) {
        Bodies.requireJson(request);
        String key = Idempotency.key(request);
        JobView job =
                budget.read(
                        request,
                        Limits.JOB_BYTES,
                        body -> {
                            byte[] bytes = body.readAllBytes();
                            var errors = new FieldErrors();
                            NewJob wanted = JobFields.read(JsonText.read(bytes), "", errors);
                            errors.check();
                            String hash = hex(sha256().digest(bytes));
                            return submit(wanted, key, hash);
                        });
        Answers.created(response, job);
    }

    private JobView submit(NewJob wanted, String key, String hash) {
        JobId id = core.submit(List.of(wanted), Idempotency.of(key, hash)).getFirst();
        return core.job(id)
                .orElseThrow(
                        () -> new IllegalStateException("job " + id + " was admitted and is gone"));
    }

    void batch(ServerRequest request, ServerResponse response) {
        boolean lines = Bodies.isLines(request);
        String key = Idempotency.key(request);
        List<JobId> ids =
                budget.read(
                        request,
                        HttpServer.MOST_BODY,
                        body -> {
                            var hashed = new DigestInputStream(body, sha256());
                            List<NewJob> jobs = readBatch(hashed, lines);
                            String hash = hex(hashed.getMessageDigest().digest());
                            return core.submit(jobs, Idempotency.of(key, hash));
                        });
        Answers.accepted(response, Map.of("ids", ids));
    }

    private static List<NewJob> readBatch(InputStream body, boolean lines) throws IOException {
        var bounded = new BoundedBody(body, HttpServer.MOST_BODY);
        return lines ? BatchReader.lines(bounded) : BatchReader.array(bounded);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
