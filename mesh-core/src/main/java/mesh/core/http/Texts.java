package mesh.core.http;

/// How a client's own words are repeated to it.
final class Texts {
    private static final int MOST = 80;

    private Texts() {}

    /// In quotes, cut where it is long, without control characters.
    static String brief(String text) {
        String cut = text.length() > MOST ? text.substring(0, MOST) + "…" : text;
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    /// Whether it has half of a surrogate pair, which is no character and cannot be written as
    /// UTF-8.
    static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return true;
                }
            } else if (Character.isLowSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
