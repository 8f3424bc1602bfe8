package mesh.protocol;

/// Parts of a text that is too long. A character that needs two units of Java is never cut in half,
/// for half of one can be written nowhere.
public final class Excerpt {
    private Excerpt() {}

    /// At most so many of the first units.
    public static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, cutsOne(text, most) ? most - 1 : most);
    }

    /// At most so many of the last units.
    public static String end(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int from = text.length() - most;
        return text.substring(cutsOne(text, from) ? from + 1 : from);
    }

    /// The text, or its beginning with an ellipsis in the last place.
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : beginning(text, most - 1) + "…";
    }

    private static boolean cutsOne(String text, int at) {
        return at > 0
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
