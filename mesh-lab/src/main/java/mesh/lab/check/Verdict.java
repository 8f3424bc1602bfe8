package mesh.lab.check;

import java.util.List;
import java.util.SortedMap;

/// What a history proves.
///
/// @param submitted how many submissions there were
/// @param acknowledged of them with 202
/// @param refused of them definitely not taken
/// @param indeterminate of them without an answer
/// @param recovered of the indeterminate ones those that are there
/// @param found jobs in the mesh
/// @param lost acknowledged, and unknown to the mesh or not ended
/// @param unexpected in the mesh, never submitted or refused
/// @param duplicated submissions that became more than one job, or jobs that ended or were settled
///     more than once
/// @param ends how many jobs are in each state, by its wire name
/// @param attempts how many awards there were
/// @param anomalies how often each kind was found; kinds that were not are absent
/// @param offences the first few of each kind
public record Verdict(
        int submitted,
        int acknowledged,
        int refused,
        int indeterminate,
        int recovered,
        int found,
        int lost,
        int unexpected,
        int duplicated,
        SortedMap<String, Integer> ends,
        long attempts,
        SortedMap<String, Integer> anomalies,
        List<Offence> offences) {

    /// Whether nothing is wrong.
    public boolean clean() {
        return anomalies.isEmpty();
    }

    /// How often this was found.
    public int count(Anomaly anomaly) {
        return anomalies.getOrDefault(anomaly.wireName(), 0);
    }

    /// In one line, for people.
    public String text() {
        String line =
                "%d acknowledged, %d lost, %d unexpected, %d duplicated, %d recovered of %d without an answer"
                        .formatted(
                                acknowledged,
                                lost,
                                unexpected,
                                duplicated,
                                recovered,
                                indeterminate);
        return clean() ? line : line + "; " + anomalies;
    }
}
