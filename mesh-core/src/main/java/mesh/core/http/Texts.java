package mesh.core.http;

import mesh.protocol.Excerpt;

/// How a client's own words are repeated to it.
final class Texts {
    private static final int MOST = 80;

    private Texts() {}

    /// In quotes, cut where it is long, without control characters.
    static String brief(String text) {
        return "'" + cut(text) + "'";
    }

    /// Cut where it is long, without control characters.
    static String cut(String text) {
        return Excerpt.shortened(text, MOST + 1).replaceAll("\\p{Cntrl}", "?");
    }
}
