package mesh.protocol;

import java.util.List;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;

/// A place on the wire and the one type of record it carries. The list here and the addresses of
/// the broker's own file are the same; a test holds them so.
///
/// @param name the broker's address
/// @param routing whether one or every subscription gets a message
/// @param type what it carries
public record Address<M extends Message>(String name, Routing routing, Class<M> type) {

    /// How the broker hands a message on.
    public enum Routing {
        /// To one of the competing consumers of the one queue.
        ANYCAST,
        /// To every subscription.
        MULTICAST
    }

    public static final Address<Heartbeat> HEARTBEATS =
            multicast("mesh.heartbeats", Heartbeat.class);
    public static final Address<Offer> OFFERS = anycast("mesh.offers", Offer.class);
    public static final Address<Assignment> ASSIGNMENTS =
            multicast("mesh.assignments", Assignment.class);
    public static final Address<Award> AWARDS = anycast("mesh.awards", Award.class);
    public static final Address<Settlement> SETTLEMENTS =
            multicast("mesh.settlements", Settlement.class);
    public static final Address<Progress> PROGRESS = multicast("mesh.progress", Progress.class);

    /// Where the broker puts a copy of what is said on {@link #PROGRESS} and is no work done: that
    /// an attempt started and how far it is. Nobody sends to it.
    public static final Address<Progress> NEWS = multicast("mesh.news", Progress.class);

    public static final Address<Control> CONTROL = multicast("mesh.control", Control.class);

    /// Where a reader puts what cannot be believed or read, with the reason.
    public static final Address<Quarantined> QUARANTINE =
            anycast("mesh.quarantine", Quarantined.class);

    /// Where the broker puts what its reader failed on again and again; a link reads any record
    /// from there as what it is: quarantined.
    public static final Address<Quarantined> DEAD = anycast("mesh.dead", Quarantined.class);

    /// What the mesh sends and reads, in the order of a job's way.
    public static final List<Address<?>> ALL =
            List.of(
                    HEARTBEATS,
                    OFFERS,
                    ASSIGNMENTS,
                    AWARDS,
                    SETTLEMENTS,
                    PROGRESS,
                    NEWS,
                    CONTROL,
                    QUARANTINE,
                    DEAD);

    /// Where live bidding rounds are called, and answered; declared, and used by no one yet.
    public static final String CALLS = "mesh.calls";

    public static final String BIDS = "mesh.bids";

    /// Where the broker puts what outlived its time.
    public static final String EXPIRED = "mesh.expired";

    private static <M extends Message> Address<M> anycast(String name, Class<M> type) {
        return new Address<>(name, Routing.ANYCAST, type);
    }

    private static <M extends Message> Address<M> multicast(String name, Class<M> type) {
        return new Address<>(name, Routing.MULTICAST, type);
    }

    @Override
    public String toString() {
        return name;
    }
}
