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
    /// @param failedOn the nodes that they were on
    record History(int failures, Set<NodeId> failedOn) {
        public static final History NONE = new History(0, Set.of());

        History failed(NodeId node) {
            return new History(failures + 1, with(node));
        }

        History declined(NodeId node) {
            return new History(failures, with(node));
        }

        private Set<NodeId> with(NodeId node) {
            var nodes = new HashSet<>(failedOn);
            nodes.add(node);
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
    }

    /// It waits for an award. Entered by the core at admission and when an attempt ended without
    /// success; left by an award. If the auction dies, the core offers it again.
    ///
    /// @param notBefore when it may be offered, at the earliest; null for at once
    record Queued(int attempt, History history, Instant notBefore) implements Open {
        public static final Queued NEW = new Queued(0, History.NONE);

        /// One that may be offered at once.
        public Queued(int attempt, History history) {
            this(attempt, history, null);
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
