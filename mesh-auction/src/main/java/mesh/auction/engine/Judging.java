package mesh.auction.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Which profiles meet which requirements: found out pair by pair, so many at a time, however many
/// nodes join while however many requirements wait.
final class Judging {
    /// How many pairs are judged, and offers moved for it, in one plan.
    static final int MOST_AT_ONCE = 2_000;

    private final Requirements requirements;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private int left = MOST_AT_ONCE;
    private long evaluations;

    /// What is left to judge of something new.
    private sealed interface Task {}

    private record NewProfile(Profile profile, Iterator<Requirement> rest) implements Task {}

    private record NewRequirement(Requirement requirement, Iterator<Profile> rest)
            implements Task {}

    Judging(Requirements requirements) {
        this.requirements = requirements;
    }

    /// A plan begins: so much may be judged in it.
    void begin() {
        left = MOST_AT_ONCE;
    }

    /// Judges a new requirement against these.
    void begin(Requirement requirement, Collection<Profile> profiles) {
        if (!profiles.isEmpty()) {
            var task = new NewRequirement(requirement, List.copyOf(profiles).iterator());
            if (!judge(task)) {
                tasks.add(task);
            }
        }
    }

    /// Judges a new profile against all requirements of its types.
    void begin(Profile profile) {
        var all = new ArrayList<Requirement>();
        for (String type : profile.capabilities().types()) {
            all.addAll(requirements.of(type));
        }
        if (!all.isEmpty()) {
            tasks.add(new NewProfile(profile, all.iterator()));
        }
    }

    /// Goes on with what was not judged yet.
    void proceed() {
        while (left > 0 && !tasks.isEmpty()) {
            Task task = tasks.peek();
            boolean done =
                    switch (task) {
                        case NewProfile one -> judge(one);
                        case NewRequirement one -> judge(one);
                    };
            if (done) {
                tasks.remove();
            }
        }
    }

    /// Whether something is not judged yet.
    boolean isBehind() {
        return !tasks.isEmpty();
    }

    private boolean judge(NewProfile task) {
        Profile profile = task.profile();
        if (profile.isForgotten()) {
            return true;
        }
        // Requirements with one reach have another one in common afterwards.
        Map<Reach, Reach> grown = new IdentityHashMap<>();
        while (left > 0 && task.rest().hasNext()) {
            Requirement requirement = task.rest().next();
            if (!requirement.isForgotten() && meets(requirement, profile)) {
                Reach to =
                        grown.computeIfAbsent(
                                requirement.reach(),
                                reach -> requirements.with(reach, List.of(profile)));
                left -= requirements.move(requirement, to);
            }
        }
        return !task.rest().hasNext();
    }

    private boolean judge(NewRequirement task) {
        Requirement requirement = task.requirement();
        if (requirement.isForgotten()) {
            return true;
        }
        var able = new ArrayList<Profile>();
        while (left > 0 && task.rest().hasNext()) {
            Profile profile = task.rest().next();
            if (!profile.isForgotten() && meets(requirement, profile)) {
                able.add(profile);
            }
        }
        if (!able.isEmpty()) {
            left -= requirements.move(requirement, requirements.with(requirement.reach(), able));
        }
        return !task.rest().hasNext();
    }

    private boolean meets(Requirement requirement, Profile profile) {
        left--;
        evaluations++;
        return requirement.isMetBy(profile);
    }

    /// How often needs were evaluated so far.
    long evaluations() {
        return evaluations;
    }
}
