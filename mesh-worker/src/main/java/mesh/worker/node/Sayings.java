package mesh.worker.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.protocol.Json;
import mesh.protocol.Limits;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Checkpoint;
import mesh.protocol.message.Progress;

/// What the running attempts of a node have said and the broker does not have yet: that they
/// started, how far they are, partial results, checkpoints. Used by one thread at a time.
///
/// Of how far an attempt is, only the newest word counts, and it goes out every {@link #PACE} at
/// most. A checkpoint takes the place of an older one that has not gone out, and goes after every
/// partial result that it counts, so that whoever goes on from it misses none. Partial results are
/// never dropped; whoever says more than there is room for has to wait.
///
/// Nothing here is said after {@link #close}: it gives what was left, to be handed over before the
/// settlement.
///
/// Where a moment `now` is asked for, it is the time since any moment that stays the same, by a
/// clock that nobody sets.
public final class Sayings {
    /// How often one attempt's progress goes out at most.
    public static final Duration PACE = Duration.ofMillis(250);

    /// How long the word that an attempt started waits, unless it says more meanwhile: of one that
    /// ends sooner the settlement says it.
    public static final Duration START_HELD = Duration.ofMillis(10);

    /// How many partial results of one attempt may be unsent, so that one message takes all of them
    /// together with the checkpoint that counts them.
    public static final int MOST_UNSENT_PARTIALS = 64;

    /// How many bytes the unsent partial results of one attempt may have.
    public static final int MOST_UNSENT_BYTES = 1 << 20;

    /// How many bytes all that is unsent on this node may have.
    public static final int MOST_BYTES = 16 << 20;

    static final int MOST_TAKEN = 100;
    static final int MOST_TAKEN_BYTES = 1 << 20;

    private final NodeId node;
    private final Map<AttemptRef, Voice> voices = new LinkedHashMap<>();

    /// Those with something unsaid, in their turn.
    private final LinkedHashSet<Voice> talking = new LinkedHashSet<>();

    private long bytes;

    public Sayings(NodeId node) {
        this.node = node;
    }

    /// An attempt starts, and that is the first thing it says.
    ///
    /// @param from what it goes on from; null where it starts from nothing
    public void open(AttemptRef attempt, Checkpoint from, Duration now) {
        var voice = new Voice(attempt, node, from, now);
        voices.put(attempt, voice);
        talking.add(voice);
    }

    /// Nothing that this attempt says from now on matters to anyone: it was cancelled, or a newer
    /// one came. What it said before still goes out.
    public void silence(AttemptRef attempt) {
        Voice voice = voices.get(attempt);
        if (voice != null) {
            voice.silenced = true;
        }
    }

    /// Whether this attempt runs and may say something.
    public boolean speaks(AttemptRef attempt) {
        Voice voice = voices.get(attempt);
        return voice != null && !voice.silenced;
    }

    /// How far an attempt is.
    ///
    /// @param fraction 0 to 1
    /// @param message for people, or null
    /// @return whether {@link #due} may be sooner now; not where it took the place of older
    ///     progress
    public boolean progress(AttemptRef attempt, double fraction, String message) {
        Voice voice = speaking(attempt);
        boolean sooner = voice.progress == null;
        voice.progress = Progress.at(attempt, node, fraction, message);
        talking.add(voice);
        return sooner;
    }

    /// Whether a partial result of so many bytes may be said now.
    public boolean roomForPartial(AttemptRef attempt, int more) {
        return speaking(attempt).roomForPartial(more) && bytes + more <= MOST_BYTES;
    }

    /// How many partial results there are, those before the checkpoint that this attempt went on
    /// from included. At {@link Limits#PARTIALS} no more may be said.
    public int partials(AttemptRef attempt) {
        return speaking(attempt).partials;
    }

    /// A piece of the result, for which there is {@linkplain #roomForPartial room}.
    ///
    /// @return its number
    public int partial(AttemptRef attempt, Json value) {
        Voice voice = speaking(attempt);
        bytes += voice.partial(value);
        talking.add(voice);
        return voice.partials;
    }

    /// Whether a checkpoint of so many bytes may be saved now.
    public boolean roomForCheckpoint(AttemptRef attempt, int more) {
        return bytes - speaking(attempt).checkpointBytes + more <= MOST_BYTES;
    }

    /// What to go on from, for which there is {@linkplain #roomForCheckpoint room}.
    public void checkpoint(AttemptRef attempt, Json value) {
        Voice voice = speaking(attempt);
        bytes += voice.checkpoint(value);
        talking.add(voice);
    }

    private Voice speaking(AttemptRef attempt) {
        Voice voice = voices.get(attempt);
        if (voice == null || voice.silenced) {
            throw new IllegalStateException(attempt + " must be open to say something, was not");
        }
        return voice;
    }

    /// What is to go out now, in order: about {@value #MOST_TAKEN} records or {@value
    /// #MOST_TAKEN_BYTES} bytes, the attempts in turn and each with all that it has to say. It is
    /// the caller's to send until the broker has it.
    public List<Progress> take(Duration now) {
        var taken = new ArrayList<Progress>();
        long size = 0;
        for (Voice voice : List.copyOf(talking)) {
            if (taken.size() >= MOST_TAKEN || size >= MOST_TAKEN_BYTES) {
                return taken;
            }
            size += voice.take(now, taken);
            talking.remove(voice);
            if (voice.due(now).isPresent()) {
                talking.add(voice);
            }
        }
        return taken;
    }

    /// How long until something is to go out: nothing where something is now, empty where there is
    /// nothing to say.
    public Optional<Duration> due(Duration now) {
        return talking.stream().flatMap(voice -> voice.due(now).stream()).min(Duration::compareTo);
    }

    /// The broker has these.
    public void sent(List<Progress> said) {
        for (Progress one : said) {
            int size = size(one);
            bytes -= size;
            Voice voice = voices.get(one.ref());
            if (voice != null && one.kind() == Progress.Kind.PARTIAL) {
                voice.unsentPartials--;
                voice.unsentBytes -= size;
            }
        }
    }

    /// An attempt is about to be settled.
    ///
    /// @return what it said and has not gone out, its last progress included
    public List<Progress> close(AttemptRef attempt) {
        Voice voice = voices.remove(attempt);
        if (voice == null) {
            return List.of();
        }
        talking.remove(voice);
        return voice.rest();
    }

    /// How many bytes of partial results and checkpoints the broker does not have yet.
    public long unsentBytes() {
        return bytes;
    }

    private static int size(Progress one) {
        return switch (one.kind()) {
            case PARTIAL -> one.partial().value().bytes();
            case CHECKPOINT -> one.checkpoint().value().bytes();
            case STARTED, PROGRESS -> 0;
        };
    }
}
