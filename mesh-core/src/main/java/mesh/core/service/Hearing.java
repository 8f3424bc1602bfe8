package mesh.core.service;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import mesh.core.Why;
import mesh.core.Why.NodeReason;
import mesh.core.job.StateName;

/// What the core hears of those without whom no job moves, for whoever asks why one waits: what it
/// knows of its nodes is of no use while the broker or the auction is away. Safe for use by many
/// threads.
final class Hearing {
    /// How long the auction may say nothing of a job that a node could take: an offer without an
    /// answer is repeated every 5 s.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BooleanSupplier connected;
    private volatile Instant auction;

    /// @param connected whether the broker can be reached
    Hearing(BooleanSupplier connected, Instant now) {
        this.connected = connected;
        this.auction = now;
    }

    /// The auction has said something, of whatever job.
    void auction(Instant now) {
        auction = now;
    }

    /// What keeps a job from running, or one that is only thought of, in view of what is heard.
    ///
    /// @param why what the nodes have to do with it
    /// @param since since when it may be on offer
    Why seen(Why why, Instant since, Instant now) {
        boolean waits = why.state() == null || why.state() == StateName.QUEUED;
        if (!waits || why.nodes().stream().noneMatch(NodeReason::capable)) {
            return why;
        }
        return switch (why.code()) {
            case "awaiting-award", "no-free-slot", "no-capable-node" ->
                    !connected.getAsBoolean() ? away(why) : silent(why, since, now);
            default -> why;
        };
    }

    private static Why away(Why why) {
        return new Why(
                why.state(),
                "broker-away",
                "the broker cannot be reached: nothing is offered, awarded or heard until it is back",
                "bring the broker back; jobs are kept and go on then",
                why.nodes());
    }

    private Why silent(Why why, Instant since, Instant now) {
        Instant heard = since.isAfter(auction) ? since : auction;
        Duration silence = Duration.between(heard, now);
        if (why.state() == null
                || !why.code().equals("awaiting-award")
                || silence.compareTo(PATIENCE) < 0) {
            return why;
        }
        return new Why(
                why.state(),
                "auction-silent",
                "%s, but has said nothing for %d s".formatted(why.summary(), silence.toSeconds()),
                "see whether the auction runs: ./mesh auction",
                why.nodes());
    }
}
