package mesh.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server that answers as it was told, and remembers what it was asked.
public final class FakeMesh implements AutoCloseable {
    public static final String TOKEN = "the-right-token";

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /// A request as it came.
    public record Request(
            String line,
            String body,
            String contentType,
            String idempotencyKey,
            String lastEventId) {}

    private record Answer(int status, String body) {
        static final Answer NONE = new Answer(0, "");
    }

    public FakeMesh() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /// Answers so to this request; told more than once, in that order, the last one for ever.
    public FakeMesh on(String request, int status, String body) {
        answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /// Takes this request and dies before it answers, as far as the client can see.
    public FakeMesh diesAt(String request) {
        answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(Answer.NONE);
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            var headers = exchange.getRequestHeaders();
            requests.add(
                    new Request(
                            line,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8),
                            headers.getFirst("Content-Type"),
                            headers.getFirst("Idempotency-Key"),
                            headers.getFirst("Last-Event-ID")));
            Answer answer =
                    ("Bearer " + TOKEN).equals(headers.getFirst("Authorization"))
                            ? next(line)
                            : new Answer(401, "{\"title\": \"Unauthorized\"}");
            if (answer == Answer.NONE) {
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Answer next(String line) {
        Deque<Answer> told = answers.get(line);
        if (told == null) {
            return new Answer(404, "{\"title\": \"Not Found\", \"detail\": \"no " + line + "\"}");
        }
        return told.size() > 1 ? told.poll() : told.peek();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
