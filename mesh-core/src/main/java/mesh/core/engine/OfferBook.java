package mesh.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mesh.core.job.JobSpec;
import mesh.protocol.message.NoAward;

/// Which queued jobs are on offer. Jobs that are alike stand in one lane, oldest first, and of each
/// lane only as many are on offer as the auction has use for (see {@link Window}): a backlog stays
/// in the store, and what cannot run now takes no place from what can.
///
/// There is room for so many offers of lanes of which jobs are awarded, and apart from it for those
/// of lanes that are tried first. An offer takes room until the auction says something of it, or it
/// is repeated. An offer is repeated until it is awarded, so that it may be lost anywhere.
///
/// A large payload travels when there is use for it: where the lane's jobs find no slot, or there
/// is no room for its size, the job is offered as a probe, and whole once the auction asks for it.
final class OfferBook {
    /// What is small enough to travel for nothing, in characters: with it an offer is as good as a
    /// probe, and is awarded without a further word.
    static final int SMALL = 1 << 10;

    /// How many jobs of a lane are offered before anything is known of it; fewer while many lanes
    /// are new.
    private static final int AT_FIRST = 32;

    /// A job that is put on offer.
    ///
    /// @param whole whether its payload goes with it
    record Offering(OpenJob job, boolean whole) {
        Turn.Wanted wanted() {
            return new Turn.Wanted(
                    job.spec,
                    job.state.attempt() + 1,
                    job.state.history().avoid(),
                    job.rank,
                    whole);
        }
    }

    private final CoreSettings settings;
    private final Lines lines = new Lines();
    private final Ranks ranks = new Ranks();
    private final Order proven = new Order(ranks, false);
    private final Order tried = new Order(ranks, true);
    private final OnOffer onOffer = new OnOffer();
    private final Room room;
    private final Room trial;

    OfferBook(CoreSettings settings) {
        this.settings = settings;
        this.room = new Room(settings.offersInAll(), settings.sizeOnOffer());
        this.trial = new Room(settings.offersOnTrial(), settings.sizeOnTrial());
    }

    /// A job is open, wherever it goes from here.
    Line enter(JobSpec spec) {
        return lines.enter(Lane.of(spec), this::window);
    }

    private Window window() {
        int share = settings.offersOnTrial() / Math.max(1, tried.size());
        return new Window(Math.clamp(share, 1, AT_FIRST), settings.offersAtOnce());
    }

    /// A job has ended.
    void exit(OpenJob job) {
        lines.exit(job.line);
    }

    Lines lines() {
        return lines;
    }

    /// A job that was admitted goes to the end of its lane.
    void add(OpenJob job) {
        job.line.waiting.putLast(job.id(), job);
        check(job.line);
    }

    /// A job that comes back goes to the head.
    void addAgain(OpenJob job) {
        job.line.waiting.putFirst(job.id(), job);
        check(job.line);
    }

    /// A job that is to be offered again when its turn to repeat comes, not at once.
    void addLater(OpenJob job, Instant now) {
        rank(job);
        job.sizeOnOffer = 0;
        job.room = room;
        room.enter(0);
        job.offeredAt = now;
        putOut(job);
    }

    /// A job leaves the queue.
    ///
    /// @param awarded whether a node got it
    void remove(OpenJob job, boolean awarded, Instant now) {
        Line line = job.line;
        if (awarded) {
            line.window.awarded(line.out.containsKey(job.id()) && !job.waited, now);
            line.word = null;
            ranks.served(line.lane.tenant(), Math.max(0, job.rank), job.counts);
        } else if (job.counts) {
            ranks.giveBack(line.lane.tenant());
        }
        job.counts = false;
        job.waited = false;
        job.called = false;
        job.offeredAt = Instant.EPOCH;
        line.waiting.remove(job.id());
        takeBack(job);
        check(line);
    }

    /// The auction's word on a job that is queued and may be offered.
    void word(OpenJob job, NoAward reason, Instant now) {
        Line line = job.line;
        if (reason == NoAward.READY) {
            if (job.whole && isOfLate(job, now)) {
                return;
            }
            line.word = null;
            takeBack(job);
            job.called = true;
            line.waiting.putFirst(job.id(), job);
            check(line);
            return;
        }
        line.word = reason;
        line.window.blocked(reason, now);
        if (line.out.containsKey(job.id())) {
            release(job);
            onOffer.told(job, reason);
            findsNone(job);
        }
        while (line.out.size() > line.window.size()) {
            OpenJob last = line.out.lastEntry().getValue();
            takeBack(last);
            findsNone(last);
            line.waiting.putFirst(last.id(), last);
        }
        check(line);
    }

    private void findsNone(OpenJob job) {
        job.waited = true;
        // Of a lane whose jobs find slots one by one it will have its turn.
        if (job.counts && !job.line.window.isServed()) {
            ranks.giveBack(job.line.lane.tenant());
            job.counts = false;
        }
    }

    /// Which start of an auction said something; one that was not heard before knows no offer yet.
    ///
    /// @param auction null where that was not said
    void heard(String auction, Instant now) {
        if (auction != null) {
            onOffer.heard(auction, now);
        }
    }

    private void takeBack(OpenJob job) {
        if (job.line.out.remove(job.id()) != null) {
            release(job);
            onOffer.remove(job);
            job.told = null;
        }
    }

    private static void release(OpenJob job) {
        if (job.room != null) {
            job.room.leave(job.sizeOnOffer);
            job.room = null;
        }
    }

    /// Sees to it that a line stands in the order it belongs to, or in none.
    private void check(Line line) {
        Order wanted = line.isReady() ? order(line) : null;
        if (line.in != wanted) {
            if (line.in != null) {
                line.in.remove(line);
            }
            if (wanted != null) {
                wanted.add(line);
            }
        }
    }

    private Order order(Line line) {
        boolean called = line.waiting.firstEntry().getValue().called;
        return line.window.isProven() || called ? proven : tried;
    }

    /// Puts on offer what there is room for and returns it.
    List<Offering> fill(Instant now) {
        var filled = new ArrayList<Offering>();
        fill(proven, room, now, filled);
        fill(tried, trial, now, filled);
        return filled;
    }

    private void fill(Order order, Room from, Instant now, List<Offering> filled) {
        var held = new ArrayList<Line>();
        while (!order.isEmpty() && from.hasPlace()) {
            Line line = order.poll();
            boolean goes;
            do {
                goes = offer(line, from, now, filled);
                // The next of the same line, where no other line is there.
            } while (goes && order.isEmpty() && line.isReady() && from.hasPlace());
            if (goes) {
                check(line);
            } else {
                held.add(line);
            }
        }
        held.forEach(this::check);
    }

    /// Puts the first that waits on offer.
    ///
    /// @return false where it is to go whole, and there is no room for it yet
    private boolean offer(Line line, Room from, Instant now, List<Offering> filled) {
        OpenJob job = line.waiting.firstEntry().getValue();
        boolean small = job.size() <= SMALL;
        boolean fits = small || from.takes(job.size());
        if (job.called && !fits) {
            return false;
        }
        boolean whole = small || job.called || fits && !line.window.isNarrow();
        // It was taken back a moment ago, and the auction has it.
        boolean isThere = !job.called && isOfLate(job, now);
        line.waiting.pollFirstEntry();
        rank(job);
        job.sizeOnOffer = whole && !small ? job.size() : 0;
        job.room = from;
        from.enter(job.sizeOnOffer);
        if (!isThere) {
            job.offeredAt = now;
            job.whole = whole;
            filled.add(new Offering(job, whole));
        }
        putOut(job);
        return true;
    }

    private boolean isOfLate(OpenJob job, Instant now) {
        return job.offeredAt.plus(settings.offerAgain()).isAfter(now);
    }

    private void rank(OpenJob job) {
        if (job.rank < 0) {
            job.rank = ranks.take(job.line.lane.tenant());
            job.counts = true;
        }
    }

    private void putOut(OpenJob job) {
        job.told = null;
        job.called = false;
        job.line.out.putLast(job.id(), job);
        onOffer.add(job);
    }

    /// Returns what was offered so long ago that it is to be offered again: large ones as probes,
    /// for the auction may have the whole.
    List<Offering> repeat(Instant now, Duration after) {
        var repeated = new ArrayList<Offering>();
        for (OpenJob job : onOffer.repeat(now, after)) {
            // A word that was lost must not cost a place for ever.
            release(job);
            job.whole = job.size() <= SMALL;
            repeated.add(new Offering(job, job.whole));
        }
        return repeated;
    }
}
