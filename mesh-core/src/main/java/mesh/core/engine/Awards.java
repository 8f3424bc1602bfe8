package mesh.core.engine;

import java.util.Optional;
import mesh.core.job.Input;
import mesh.core.job.Refusal;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Settlement;

/// Takes the auction's awards and the nodes' settlements, which come on two ways: a settlement may
/// be read before the award that it answers.
final class Awards {
    private final Roster roster;
    private final OfferBook offers;
    private final NodeTable nodes;
    private final Refusals refusals;
    private final LateSettlements late;
    private final HeldSettlements held = new HeldSettlements();

    Awards(
            Roster roster,
            OfferBook offers,
            NodeTable nodes,
            Refusals refusals,
            LateSettlements late) {
        this.roster = roster;
        this.offers = offers;
        this.nodes = nodes;
        this.refusals = refusals;
        this.late = late;
    }

    void award(Award award, Turn turn) {
        OpenJob job = roster.get(award.job());
        if (award.node() == null) {
            offers.heard(award.auction(), turn.now());
            if (job != null && job.isOffered(award.attempt())) {
                offers.word(job, award.reason(), turn.now());
            }
            return;
        }
        Optional<Refusal> refused =
                roster.tell(award.job(), new Input.Award(award.attempt(), award.node()), turn);
        if (refused.isPresent() && refused.get() != Refusal.REPEATED) {
            // The node that it names must not run it: another does, or the job is past that
            // attempt.
            turn.control(Control.cancel(award.node(), award.job(), award.attempt()));
            noteStray(award, refused.get(), turn);
        }
        if (refused.isEmpty()) {
            follow(award, turn);
        }
    }

    /// What follows at once from an award that was accepted: its node has settled it before, or is
    /// gone.
    private void follow(Award award, Turn turn) {
        Optional<Settlement> before =
                held.take(award.job(), award.attempt(), award.node(), turn.now());
        if (before.isPresent()) {
            roster.tell(award.job(), new Input.Settle(before.get()), turn);
        } else if (nodes.hasDeparted(award.node())) {
            roster.tell(award.job(), new Input.Bounce(award.attempt(), award.node()), turn);
        }
    }

    /// An award that crossed the end of its attempt or of its job on the way is nobody's fault; one
    /// that nothing was offered for is counted.
    private void noteStray(Award award, Refusal reason, Turn turn) {
        if (reason != Refusal.LATE && reason != Refusal.ENDED) {
            var ref = new AttemptRef(award.job(), award.attempt());
            refusals.note(ref, award.node(), Refusal.STRAY_AWARD, turn);
        }
    }

    /// A node was started anew.
    void restarted(NodeId node) {
        held.forget(node);
    }

    /// A node's word that an attempt ended.
    ///
    /// @return why it was not accepted, or empty where it was
    Optional<Refusal> settle(Settlement settlement, Turn turn) {
        Optional<Refusal> refused =
                roster.tell(settlement.job(), new Input.Settle(settlement), turn);
        refused.ifPresent(reason -> refuse(settlement, reason, turn));
        return refused;
    }

    private void refuse(Settlement settlement, Refusal reason, Turn turn) {
        late.refused(settlement.ref(), settlement.node());
        refusals.note(settlement.ref(), settlement.node(), reason, turn);
        if (reason == Refusal.NOT_CAPABLE || reason == Refusal.NOT_ELIGIBLE) {
            held.hold(settlement, turn.now());
        }
    }
}
