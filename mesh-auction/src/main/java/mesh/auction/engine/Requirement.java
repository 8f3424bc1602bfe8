package mesh.auction.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import mesh.protocol.JobType;
import mesh.protocol.needs.Needs;

/// What many offers ask for alike, and those of them that wait. Which nodes are capable is found
/// out once per requirement and profile, not once per offer; whether they are alive and have a slot
/// is not asked here.
final class Requirement {

    /// What makes two offers alike.
    record Signature(JobType type, Needs needs) {}

    private final Signature signature;
    private final Set<PendingOffer> waiting = new LinkedHashSet<>();
    private Reach reach;
    private boolean forgotten;

    Requirement(Signature signature, Reach reach) {
        this.signature = signature;
        this.reach = reach;
    }

    Signature signature() {
        return signature;
    }

    boolean isMetBy(Profile profile) {
        return signature.needs().satisfiedBy(profile.capabilities(), signature.type());
    }

    /// Who can run its offers, as far as is known by now.
    Reach reach() {
        return reach;
    }

    void reach(Reach other) {
        reach = other;
    }

    Set<PendingOffer> waiting() {
        return waiting;
    }

    /// Whether nobody asks for it any more.
    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }
}
