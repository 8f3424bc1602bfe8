package mesh.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/// What a person may have meant by a word that no command knows.
final class Suggestions {
    private static final int MOST = 2;

    private Suggestions() {}

    /// The commands or options that are most like the word, the best first.
    static List<String> of(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst();
        CommandLine command = unmatched.getCommandLine();
        List<String> known =
                word.startsWith("-")
                        ? command.getCommandSpec().options().stream()
                                .map(OptionSpec::longestName)
                                .toList()
                        : new ArrayList<>(command.getSubcommands().keySet());
        return among(known, word);
    }

    /// Those of the known words that are most like one, the best first.
    static List<String> among(Collection<String> known, String word) {
        int enough = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> like(word, candidate, enough))
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .limit(MOST)
                .toList();
    }

    private static boolean like(String word, String candidate, int enough) {
        boolean begun = word.length() > 3 && candidate.startsWith(word);
        return begun || distance(word, candidate) <= enough && candidate.length() > enough;
    }

    /// How many letters have to be put in, taken out or exchanged (Levenshtein 1966), where two
    /// that changed places count as one (Damerau 1964).
    static int distance(String one, String other) {
        var before = new int[other.length() + 1];
        var last = new int[other.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            var row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                boolean swapped =
                        i > 1
                                && j > 1
                                && one.charAt(i - 1) == other.charAt(j - 2)
                                && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[other.length()];
    }
}
