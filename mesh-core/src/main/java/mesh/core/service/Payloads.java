package mesh.core.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import mesh.core.store.Writes;
import mesh.protocol.JobId;
import mesh.protocol.Json;

/// The payloads of jobs that were admitted lately and are not on offer yet, so that most need not
/// be read from the store when they are. The oldest go beyond {@value #MOST_CHARACTERS} characters.
/// Safe for use by many threads.
final class Payloads {
    static final int MOST_CHARACTERS = 8 << 20;

    private final Map<JobId, Json> lately = new LinkedHashMap<>();
    private long characters;

    synchronized void keep(Collection<Writes.Admitted> admitted) {
        for (Writes.Admitted one : admitted) {
            lately.put(one.spec().id(), one.payload());
            characters += one.payload().text().length();
        }
        Iterator<Json> oldest = lately.values().iterator();
        while (characters > MOST_CHARACTERS) {
            characters -= oldest.next().text().length();
            oldest.remove();
        }
    }

    /// Those of these jobs that are here; they are needed no more.
    synchronized Map<JobId, Json> take(Collection<JobId> jobs) {
        var taken = new HashMap<JobId, Json>();
        for (JobId job : jobs) {
            Json payload = lately.remove(job);
            if (payload != null) {
                characters -= payload.text().length();
                taken.put(job, payload);
            }
        }
        return taken;
    }
}
