package mesh.core.engine;

import static mesh.core.Jobs.N1;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mesh.core.Jobs;
import mesh.core.job.JobSpec;
import mesh.protocol.JobId;
import mesh.protocol.message.Award;
import mesh.protocol.message.NoAward;
import mesh.protocol.needs.Needs;

/// An engine of which thousands of jobs are asked, with an auction that a test plays.
abstract class LaneFixture {
    static final int LARGE = 1_000_000;

    final Random chance = new Random(7);
    final NodeTable nodes = new NodeTable(new HashMap<>(), CoreSettings.DEFAULTS.offlineAfter());
    CoreEngine engine = new CoreEngine(CoreSettings.DEFAULTS, nodes, chance);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Turn turn = new Turn(now);

    JobId admit(String needs, int priority, int size, String tenant) {
        JobId id = JobId.make(now, chance);
        engine.admit(
                new JobSpec(
                        id,
                        Jobs.ECHO,
                        needs == null ? Needs.NONE : Needs.of(TextNode.valueOf(needs)),
                        priority,
                        Optional.of(now.plus(Duration.ofDays(1))),
                        Optional.empty(),
                        3,
                        size,
                        tenant),
                turn);
        return id;
    }

    JobId admit(String needs) {
        return admit(needs, 4, 4, "");
    }

    List<Turn.Wanted> fill(Duration time) {
        now = now.plus(time);
        turn = new Turn(now);
        engine.fill(turn);
        return turn.offers();
    }

    List<Turn.Wanted> fill() {
        return fill(Duration.ofMillis(5));
    }

    List<Turn.Wanted> tick(Duration time) {
        now = now.plus(time);
        turn = new Turn(now);
        engine.tick(turn);
        return turn.offers();
    }

    void say(JobId job, NoAward reason) {
        engine.award(new Award(job, 1, null, reason, "auction"), turn);
    }

    void award(JobId job) {
        engine.award(new Award(job, 1, N1, null), turn);
    }

    /// All that is offered until the auction has said this of all of it.
    List<JobId> blockAll(NoAward reason) {
        var offered = new ArrayList<JobId>();
        for (List<Turn.Wanted> some = fill(); !some.isEmpty(); some = fill()) {
            for (Turn.Wanted wanted : List.copyOf(some)) {
                offered.add(wanted.id());
                say(wanted.id(), reason);
            }
        }
        return offered;
    }

    static List<JobId> ids(List<Turn.Wanted> offers) {
        return offers.stream().map(Turn.Wanted::id).toList();
    }
}
