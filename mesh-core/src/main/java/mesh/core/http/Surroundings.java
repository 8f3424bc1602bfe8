package mesh.core.http;

import io.helidon.common.context.Context;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.http.DirectHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What Helidon's reader of HTTP/1.1 wants to know of where it is.
record Surroundings(
        Context context,
        MediaContext mediaContext,
        ContentEncodingContext contentEncodingContext,
        DirectHandlers directHandlers,
        ListenerConfig config,
        ExecutorService executor)
        implements ListenerContext {
    private static final int WRITE_BUFFER = 16 << 10;

    static Surroundings make() {
        return new Surroundings(
                Context.create(),
                MediaContext.builder().mediaSupportsDiscoverServices(false).build(),
                ContentEncodingContext.create(),
                TransportProblems.handlers(),
                ListenerConfig.builder()
                        .writeBufferSize(WRITE_BUFFER)
                        .protocolsDiscoverServices(false)
                        .maxPayloadSize(HttpServer.MOST_BODY)
                        .errorHandling(errors -> errors.includeEntity(true))
                        .buildPrototype(),
                Executors.newVirtualThreadPerTaskExecutor());
    }
}
