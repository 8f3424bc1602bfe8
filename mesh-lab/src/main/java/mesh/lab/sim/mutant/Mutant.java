package mesh.lab.sim.mutant;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A deliberate bug: a piece of the product's source, and what stands there instead.
///
/// @param breaks what it breaks, for people
/// @param type the class whose source it is in, such as `mesh.core.job.Lifecycle`
/// @param original the text as it is; how it is broken into lines does not matter
public record Mutant(String name, String breaks, String type, String original, String changed) {

    /// Where its source is, under a module's `src/main/java`.
    String path() {
        return type.replace('.', '/') + ".java";
    }

    /// The source with the bug in it.
    ///
    /// @throws StaleMutantException when the original text is not there exactly once
    String in(String source) {
        Matcher matcher = Pattern.compile(pattern()).matcher(source);
        long found = matcher.results().count();
        if (found != 1) {
            throw new StaleMutantException(
                    "the mutant `%s` wants this text once in %s, where it is %d times: %s"
                            .formatted(name, type, found, original));
        }
        MatchResult place = matcher.reset().results().findFirst().orElseThrow();
        return source.substring(0, place.start()) + changed + source.substring(place.end());
    }

    private String pattern() {
        return Arrays.stream(original.strip().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+"));
    }
}
