package mesh.core.job;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import mesh.protocol.NodeId;
import mesh.protocol.message.JobError;

/// Where a job is in its life. Each state carries exactly its own facts.
public sealed interface JobState {

    /// How many attempts were awarded so far; the number of the last one.
    int attempt();

    StateName name();

    /// What earlier attempts left behind.
    ///
    /// @param failures how many attempts failed or were lost; what a node declined is not counted
    /// @param losses how many of them were lost
    /// @param failedOn the nodes that they were on
    /// @param declinedBy nodes that declined it or had left; the first {@value #MOST_DECLINED}
    record History(int failures, int losses, Set<NodeId> failedOn, Set<NodeId> declinedBy) {
        /// On how many nodes a job fails before the fault is taken to be its own.
        public static final int OWN_FAULT = 3;

        public static final int MOST_DECLINED = 64;
        public static final History NONE = new History(0, 0, Set.of(), Set.of());

        /// Whether the job failed on so many nodes that they are not blamed any more.
        public boolean ownFault() {
            return failedOn.size() >= OWN_FAULT;
        }

        /// The nodes that the next attempt should not be on while there is another: those that it
        /// failed on, unless the fault is its own, and those that declined it.
        public Set<NodeId> avoid() {
            if (failedOn.isEmpty() || ownFault()) {
                return declinedBy;
            }
            return declinedBy.isEmpty() ? failedOn : union(failedOn, declinedBy);
        }

        /// Whether a node that declines it now did so before, or so many did that it is not noted.
        public boolean declinedBefore(NodeId node) {
            return declinedBy.contains(node) || declinedBy.size() >= MOST_DECLINED;
        }

        History failed(NodeId node) {
            return new History(failures + 1, losses, union(failedOn, Set.of(node)), declinedBy);
        }

        History lost(NodeId node) {
            return new History(failures + 1, losses + 1, union(failedOn, Set.of(node)), declinedBy);
        }

        History declined(NodeId node) {
            return declinedBefore(node)
                    ? this
                    : new History(failures, losses, failedOn, union(declinedBy, Set.of(node)));
        }

        private static Set<NodeId> union(Set<NodeId> some, Set<NodeId> others) {
            var nodes = new HashSet<>(some);
            nodes.addAll(others);
            return Set.copyOf(nodes);
        }
    }

    /// A state that is not the end.
    sealed interface Open extends JobState {
        History history();
    }

    /// An attempt is with a node.
    sealed interface Held extends Open {
        NodeId node();

        default boolean isOf(int attempt, NodeId node) {
            return attempt == attempt() && node.equals(node());
        }
    }

    /// It waits for an award, and before that perhaps for its time. Entered by the core at
    /// admission and when an attempt ended without success; left by an award. If the auction dies,
    /// the core offers it again.
    ///
    /// @param notBefore when it may be offered, at the earliest; null for at once
    record Queued(int attempt, History history, Instant notBefore) implements Open {
        public static final Queued NEW = new Queued(0, History.NONE);

        /// One that may be offered at once.
        public Queued(int attempt, History history) {
            this(attempt, history, null);
        }

        /// Whether it is too early to offer it.
        public boolean waits(Instant now) {
            return notBefore != null && notBefore.isAfter(now);
        }

        @Override
        public StateName name() {
            return StateName.QUEUED;
        }
    }

    /// A node won it and has not said yet that it runs. If the node dies, its lease ends.
    record Assigned(int attempt, NodeId node, History history) implements Held {
        @Override
        public StateName name() {
            return StateName.ASSIGNED;
        }
    }

    /// A node runs it. If the node dies, its lease ends.
    record Running(int attempt, NodeId node, History history) implements Held {
        @Override
        public StateName name() {
            return StateName.RUNNING;
        }
    }

    /// It ended with a result.
    record Succeeded(int attempt, NodeId node) implements JobState {
        @Override
        public StateName name() {
            return StateName.SUCCEEDED;
        }
    }

    /// It ended without success.
    record Failed(int attempt, JobError error) implements JobState {
        @Override
        public StateName name() {
            return StateName.FAILED;
        }
    }

    /// Its time was over.
    record Expired(int attempt, JobError error) implements JobState {
        @Override
        public StateName name() {
            return StateName.EXPIRED;
        }
    }

    /// Somebody cancelled it.
    record Cancelled(int attempt) implements JobState {
        @Override
        public StateName name() {
            return StateName.CANCELLED;
        }
    }
}
