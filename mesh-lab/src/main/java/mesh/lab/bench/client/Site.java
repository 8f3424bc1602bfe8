package mesh.lab.bench.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Where a mesh answers, and by which token.
public record Site(String host, int port, String token) {
    private static final byte[] NOTHING = {};

    public static Site of(String url, String token) {
        URI uri = URI.create(url);
        return new Site(uri.getHost(), uri.getPort(), token);
    }

    /// A request without a body, as it goes over the wire.
    public byte[] get(String path) {
        return request("GET", path, NOTHING);
    }

    /// One with a JSON body.
    public byte[] post(String path, byte[] body) {
        return request("POST", path, body);
    }

    private byte[] request(String method, String path, byte[] body) {
        byte[] head =
                ("""
                 %s %s HTTP/1.1\r
                 Host: %s:%d\r
                 Authorization: Bearer %s\r
                 Content-Type: application/json\r
                 Content-Length: %d\r
                 \r
                 """
                                .formatted(method, path, host, port, token, body.length))
                        .getBytes(StandardCharsets.US_ASCII);
        var all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
