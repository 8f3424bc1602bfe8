package mesh.lab.sim.party;

import mesh.lab.sim.Faults;
import mesh.lab.sim.Trace;
import mesh.lab.sim.check.Watch;
import mesh.lab.sim.time.Chance;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.SteppedBroker;

/// What all parties of a run share.
///
/// @param faults how likely a process dies, and for how long it is away
/// @param watch hears what they do
public record World(
        Timeline timeline,
        SteppedBroker broker,
        Faults faults,
        Chance chance,
        Watch watch,
        Trace trace) {

    void note(String what, String who, int life) {
        trace.add("process", what, who, life);
    }

    boolean strikes(double risk) {
        return faults.strikes(risk);
    }

    long away() {
        return faults.away();
    }
}
