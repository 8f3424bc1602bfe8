package mesh.core.http;

/// Counts the jobs of a batch by its commas or lines alone, a hundred times as fast as they can be
/// read. Of what is no JSON the count is as good as any: reading it tells what is wrong.
final class JobCount {
    private JobCount() {}

    /// The elements of an array, as UTF-8.
    static int ofArray(byte[] json) {
        int depth = 0;
        int commas = 0;
        boolean any = false;
        boolean inText = false;
        for (int i = 0; i < json.length; i++) {
            byte octet = json[i];
            if (inText) {
                if (octet == '\\') {
                    i++;
                } else {
                    inText = octet != '"';
                }
                continue;
            }
            any |= depth == 1 && octet > ' ' && octet != ']';
            switch (octet) {
                case '"' -> inText = true;
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                case ',' -> commas += depth == 1 ? 1 : 0;
                default -> {
                    // a part of a value
                }
            }
        }
        return any ? commas + 1 : 0;
    }

    /// The lines that are not blank.
    static int ofLines(byte[] lines) {
        int count = 0;
        boolean blank = true;
        for (byte octet : lines) {
            if (octet == '\n') {
                blank = true;
            } else if (blank && octet != ' ' && octet != '\t' && octet != '\r') {
                blank = false;
                count++;
            }
        }
        return count;
    }
}
