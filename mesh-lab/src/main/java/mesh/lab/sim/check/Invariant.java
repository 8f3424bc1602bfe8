package mesh.lab.sim.check;

import java.util.Locale;

/// What must hold after every step of a run. The number is the design's.
public enum Invariant {
    ENDS_ONCE(1, "a job has one terminal state and nothing happens to it after"),
    ENDS_AT_ALL(1, "when nothing goes wrong any more, every job that was acknowledged ends"),
    ACKNOWLEDGED_IS_STORED(1, "what was acknowledged to a client is on the disk"),
    ONE_JOB_A_KEY(1, "a request that is repeated under its key has one set of jobs"),
    SETTLED_BY_ITS_HOLDER(2, "a settlement is accepted of the current attempt and its node alone"),
    SETTLED_FOR_REAL(2, "an accepted settlement was given by that node for that attempt"),
    SETTLED_ONCE(2, "an attempt has one accepted settlement at most"),
    SETTLEMENT_DECIDED(2, "an acknowledged settlement was accepted or refused, and is on the disk"),
    SETTLED_IS_NOT_MISSED(2, "what was settled before a heartbeat is not lost for not being named"),
    ATTEMPTS_RISE(2, "each award has the number after the one before"),
    ONE_WINNER(3, "an auction awards an attempt to one node at most"),
    TOLD_TO_STOP(3, "a node that loses an attempt by no word of its own is told to stop it"),
    STOPS(3, "a node does not go on with an attempt that is not its own any more"),
    RUNS_WHAT_IT_CAN(4, "a node runs only what its capabilities satisfy, within its slots"),
    RUNS_ONCE(3, "one start of a node runs an attempt once, and one attempt of a job at a time"),
    AWARDED_TO_ONLINE(5, "no award goes to a node that is offline or suspect"),
    AWARDED_TO_WILLING(5, "no award goes to a node that drains"),
    AWARDED_TO_FREE(5, "no award goes to a node that is full"),
    AWARDED_TO_CAPABLE(5, "no award goes to a node that cannot run the job"),
    DRAINS(5, "a node that a core was asked to drain does so"),
    BOUNDED(7, "nothing grows without a bound"),
    OFFERED_AT_A_PACE(7, "an offer is repeated no sooner than its time"),
    RUNS_SOON(7, "when all is well, no job that can run waits while nothing runs at all"),
    LEASE_ENDS(8, "an attempt whose lease is over by the core's clock is taken back"),
    LEASE_HOLDS(8, "an attempt is not taken back while its lease holds"),
    DEADLINE_HOLDS(8, "by the core's clock a job ends at its deadline, not before"),
    BACKS_OFF(8, "after a failure a job waits as long as it should"),
    NOT_BEFORE_ITS_TIME(8, "a job is not offered before it may start"),
    LOG_IS_WHOLE(9, "a job's events have no gap and follow from each other"),
    STATE_IS_FOLD(9, "what the core remembers is what the events on its disk make"),
    TRIES_COUNTED(9, "failures and losses count as tries, and nothing else does"),
    COMMITTED_FIRST(9, "what the core sends follows from what is on its disk"),
    CARRIES_ITS_WORK(9, "an assignment carries the payload that was submitted"),
    STORE_TAKES(9, "the store has no reason of its own to refuse what the core writes"),
    NODES_ARE_STORED(9, "of a node's start that the core has acknowledged its disk knows"),
    HARMS_NOBODY(10, "whatever a party is told, it goes on: only a disk makes a turn fail");

    private final int number;
    private final String sentence;

    Invariant(int number, String sentence) {
        this.number = number;
        this.sentence = sentence;
    }

    /// Which of the design's invariants it belongs to.
    public int number() {
        return number;
    }

    public String sentence() {
        return sentence;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
