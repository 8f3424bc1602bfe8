package mesh.lab.sim.check;

import mesh.core.job.JobEvent;
import mesh.protocol.message.Assignment;
import mesh.protocol.message.Award;
import mesh.protocol.message.Control;
import mesh.protocol.message.Heartbeat;
import mesh.protocol.message.Message;
import mesh.protocol.message.Offer;
import mesh.protocol.message.Progress;
import mesh.protocol.message.Quarantined;
import mesh.protocol.message.Settlement;

/// Messages and events in few words, without what has no order: so that they can be hashed and
/// read.
final class Words {
    private Words() {}

    static String of(Message message) {
        return switch (message) {
            case Heartbeat m ->
                    "heartbeat "
                            + m.incarnation()
                            + " "
                            + m.seq()
                            + " runs "
                            + m.running()
                            + " settled "
                            + m.settled()
                            + (m.draining() ? " draining" : "");
            case Offer m ->
                    (m.probe() ? "probe " : "offer ")
                            + m.job()
                            + "/"
                            + m.attempt()
                            + " rank "
                            + m.rank();
            case Award m ->
                    "award "
                            + m.job()
                            + "/"
                            + m.attempt()
                            + " "
                            + (m.node() == null ? m.reason() : m.node());
            case Assignment m -> "assignment " + m.job() + "/" + m.attempt() + " " + m.node();
            case Progress m -> m.kind() + " " + m.job() + "/" + m.attempt() + " " + m.node();
            case Settlement m ->
                    "settlement "
                            + m.job()
                            + "/"
                            + m.attempt()
                            + " "
                            + m.node()
                            + " "
                            + m.outcome();
            case Control m -> m.kind() + " " + m.node() + " " + m.attempt();
            case Quarantined m -> "quarantined " + m.reason();
        };
    }

    static String of(JobEvent event) {
        return switch (event) {
            case JobEvent.Succeeded e -> "succeeded " + e.attempt() + " " + e.node();
            case JobEvent.Awarded _,
                    JobEvent.Started _,
                    JobEvent.Submitted _,
                    JobEvent.AttemptFailed _,
                    JobEvent.AttemptLost _,
                    JobEvent.Declined _,
                    JobEvent.Failed _,
                    JobEvent.Expired _,
                    JobEvent.Cancelled _ ->
                    event.toString();
        };
    }
}
