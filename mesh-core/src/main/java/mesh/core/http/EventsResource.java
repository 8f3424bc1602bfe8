package mesh.core.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import mesh.core.CoreService;
import mesh.core.EventView;
import mesh.core.http.edge.Connection;
import mesh.protocol.JobId;

/// What happened and happens: one job's events as a list or a stream, all jobs' as a stream.
final class EventsResource {
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private final CoreService core;
    private final EventStreams streams;
    private final Places places;

    EventsResource(CoreService core, EventStreams streams, Places places) {
        this.core = core;
        this.streams = streams;
        this.places = places;
    }

    void ofJob(ServerRequest request, ServerResponse response) {
        JobId id = Parameters.pathJob(request);
        if (wantsStream(request)) {
            stream(id, lastSeen(request), response);
        } else {
            Answers.list(response, new Answers.Items<>(history(id)));
        }
    }

    void ofAll(ServerRequest request, ServerResponse response) {
        var parameters = new Parameters(request, Set.of("name"));
        Set<String> names = parameters.get("name", EventsResource::names);
        parameters.check();
        try (EventStream stream = open();
                AutoCloseable _ = core.follow(events -> offer(stream, names, events))) {
            write(response, stream, false, _ -> false);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception thrown) {
            throw new IllegalStateException("a listener did not end", thrown);
        }
    }

    /// The one bounds all of them and makes room, the other what one client has of them.
    private EventStream open() {
        EventStream stream = streams.open();
        try {
            places.enter(places.streams());
            return stream;
        } catch (ProblemException refused) {
            stream.close();
            throw refused;
        }
    }

    private static void offer(EventStream stream, Set<String> names, List<EventView> events) {
        stream.offer(
                names == null
                        ? events
                        : events.stream().filter(event -> names.contains(event.name())).toList());
    }

    /// @throws IllegalArgumentException naming one that no event has
    private static Set<String> names(String text) {
        Set<String> names = Set.copyOf(Arrays.asList(text.split(",", -1)));
        for (String name : names) {
            if (!EventView.NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "must be names of events with commas between them, such as"
                                + " succeeded,failed; no event is called "
                                + Texts.brief(name));
            }
        }
        return names;
    }

    /// What was first, then what is. The listener begins before the past is read, so that nothing
    /// falls between them; what is in both is told apart by its number.
    private void stream(JobId id, int lastSeen, ServerResponse response) {
        var past = new Past();
        try (EventStream stream = open();
                AutoCloseable _ = core.follow(events -> past.live(events, id, stream))) {
            List<EventView> history = history(id);
            if (!history.isEmpty()
                    && history.getLast().state().terminal()
                    && history.getLast().seq() <= lastSeen) {
                // Tells an EventSource not to come again.
                response.status(Status.NO_CONTENT_204).send();
                return;
            }
            past.replay(history, lastSeen, stream);
            write(response, stream, true, event -> event.ofLog() && event.state().terminal());
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception thrown) {
            throw new IllegalStateException("a listener did not end", thrown);
        }
    }

    private List<EventView> history(JobId id) {
        return core.events(id).orElseThrow(() -> Parameters.noJob(id));
    }

    private static void write(
            ServerResponse response,
            EventStream stream,
            boolean withIds,
            Predicate<EventView> last) {
        response.header(HeaderNames.CONTENT_TYPE, MediaTypes.TEXT_EVENT_STREAM.text());
        try (var _ = Connection.current().await();
                OutputStream out = response.outputStream()) {
            stream.write(out, withIds, last);
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("the client of an event stream is gone", gone);
        }
    }

    private static boolean wantsStream(ServerRequest request) {
        return request.headers().acceptedTypes().stream()
                .anyMatch(
                        type ->
                                type.mediaType()
                                        .text()
                                        .equals(MediaTypes.TEXT_EVENT_STREAM.text()));
    }

    /// The number of the last event that the client has; 0 where it says none.
    private static int lastSeen(ServerRequest request) {
        String text = request.headers().first(LAST_EVENT_ID).orElse("0");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
