package mesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Refusal;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Progress;

/// What one turn of the engine decided: to be written in one transaction, and then sent.
public final class Turn {

    /// Something that happened to a job.
    ///
    /// @param seq its place among the job's events, from 1
    public record Happening(JobId job, int seq, Instant at, JobEvent event, JobState after) {}

    /// A job to be offered, with the number that an award of it will carry.
    public record Wanted(JobSpec spec, int attempt, Set<NodeId> avoid) {}

    /// What was said to a job and changed nothing.
    public record Refused(AttemptRef attempt, NodeId node, Refusal reason) {}

    private final Instant now;
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Wanted> offers = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Progress> said = new ArrayList<>();
    private final Map<NodeId, NodeTable.Known> nodes = new LinkedHashMap<>();

    public Turn(Instant now) {
        this.now = now;
    }

    public Instant now() {
        return now;
    }

    void happened(Happening happening) {
        happenings.add(happening);
    }

    void offer(Wanted wanted) {
        offers.add(wanted);
    }

    void control(Control control) {
        controls.add(control);
    }

    void refuse(Refused refusal) {
        refused.add(refusal);
    }

    void said(Progress progress) {
        said.add(progress);
    }

    void saw(NodeTable.Known node) {
        nodes.put(node.heartbeat().node(), node);
    }

    public List<Happening> happenings() {
        return happenings;
    }

    public List<Wanted> offers() {
        return offers;
    }

    public List<Control> controls() {
        return controls;
    }

    public List<Refused> refused() {
        return refused;
    }

    /// What attempts said of their work and is to be kept: how far they are, partial results,
    /// checkpoints. The store keeps it where the job's last attempt is still the one that said it.
    public List<Progress> said() {
        return said;
    }

    /// The nodes whose entry in the store is to be written.
    public List<NodeTable.Known> nodes() {
        return List.copyOf(nodes.values());
    }
}
