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
import mesh.core.job.StateName;
import mesh.protocol.JobId;
import mesh.protocol.NodeId;
import mesh.protocol.message.AttemptRef;
import mesh.protocol.message.Control;
import mesh.protocol.message.Progress;

/// What one turn of the engine decided: to be written in one transaction, and then sent.
public final class Turn {

    /// What followers of a job are told.
    public sealed interface Told permits Happening, Said, Refused {}

    /// Something that happened to a job.
    ///
    /// @param seq its place among the job's events, from 1
    /// @param before the state that the job was in; null where it was admitted
    public record Happening(
            JobId job, int seq, Instant at, JobEvent event, StateName before, JobState after)
            implements Told {}

    /// What an attempt said of its work.
    ///
    /// @param seq the place of the job's newest event then
    /// @param state the job's state then
    public record Said(Progress progress, int seq, StateName state) implements Told {}

    /// What was said to a job and changed nothing; the last of its reason in this turn.
    ///
    /// @param times how often in this turn
    /// @param seq the place of the job's newest event then; 0 where there is no such job
    /// @param state the job's state then; null where there is no such job
    public record Refused(
            AttemptRef attempt, NodeId node, Refusal reason, int times, int seq, StateName state)
            implements Told {}

    /// A job to be offered, with the number that an award of it will carry.
    ///
    /// @param rank its place among offers of its priority
    /// @param whole whether its payload and its checkpoint go with it
    public record Wanted(JobSpec spec, int attempt, Set<NodeId> avoid, long rank, boolean whole) {
        public JobId id() {
            return spec.id();
        }
    }

    /// What is counted as one, so that however much of it comes, a turn keeps little.
    private record Alike(JobId job, Refusal reason) {}

    private final Instant now;
    private final List<Told> told = new ArrayList<>();
    private final List<Happening> happenings = new ArrayList<>();
    private final List<Wanted> offers = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();
    private final Map<Alike, Refused> refused = new LinkedHashMap<>();
    private final List<Progress> said = new ArrayList<>();
    private final Map<NodeId, NodeTable.Known> nodes = new LinkedHashMap<>();
    private final List<NodeId> forgotten = new ArrayList<>();

    public Turn(Instant now) {
        this.now = now;
    }

    public Instant now() {
        return now;
    }

    void happened(Happening happening) {
        happenings.add(happening);
        told.add(happening);
    }

    void offer(Wanted wanted) {
        offers.add(wanted);
    }

    void control(Control control) {
        controls.add(control);
    }

    /// @return whether it is the first of its kind in this turn
    boolean refuse(Refused one) {
        Refused all =
                refused.merge(
                        new Alike(one.attempt().job(), one.reason()),
                        one,
                        (before, last) ->
                                new Refused(
                                        last.attempt(),
                                        last.node(),
                                        last.reason(),
                                        before.times() + last.times(),
                                        last.seq(),
                                        last.state()));
        return all == one;
    }

    void said(Said saying) {
        said.add(saying.progress());
        told.add(saying);
    }

    void saw(NodeTable.Known node) {
        nodes.put(node.heartbeat().node(), node);
    }

    void forgot(NodeId node) {
        nodes.remove(node);
        forgotten.add(node);
    }

    /// What followers are told, in order, but for what was {@link #refused}.
    public List<Told> told() {
        return told;
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
        return List.copyOf(refused.values());
    }

    /// What attempts said of their work and is to be kept: how far they are, partial results,
    /// checkpoints. The store keeps it where the job's last attempt is still the one that said it.
    public List<Progress> said() {
        return said;
    }

    /// The nodes whose entry in the store is to go, before others are written.
    public List<NodeId> forgotten() {
        return forgotten;
    }

    /// The nodes whose entry in the store is to be written.
    public List<NodeTable.Known> nodes() {
        return List.copyOf(nodes.values());
    }
}
