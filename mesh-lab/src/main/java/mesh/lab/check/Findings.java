package mesh.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gathers what is wrong: counts all, keeps the first few of each kind.
final class Findings {
    private static final int KEPT_OF_A_KIND = 5;

    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private final List<Offence> offences = new ArrayList<>();

    void add(Anomaly anomaly, String submission, String job, String text) {
        int before = counts.merge(anomaly.wireName(), 1, Integer::sum);
        if (before <= KEPT_OF_A_KIND) {
            offences.add(new Offence(anomaly, submission, job, text));
        }
    }

    void add(Anomaly anomaly, FoundJob job, String text) {
        add(anomaly, job.submission(), job.id().toString(), text);
    }

    SortedMap<String, Integer> counts() {
        return counts;
    }

    List<Offence> offences() {
        return offences;
    }
}
