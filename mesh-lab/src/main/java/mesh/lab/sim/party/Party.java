package mesh.lab.sim.party;

import java.util.ArrayList;
import java.util.List;
import mesh.core.OverloadedException;
import mesh.core.store.StoreException;
import mesh.lab.sim.time.Timeline;
import mesh.lab.sim.wire.Owner;
import mesh.lab.sim.wire.SteppedLink;
import mesh.protocol.link.LinkException;

/// A process: it lives, may be killed and started again, and may stand still.
abstract class Party implements Owner {
    private final String name;
    private final World world;
    private final List<Runnable> missed = new ArrayList<>();
    private SteppedLink link;
    private int life;
    private boolean runs;
    private boolean hangs;

    Party(String name, World world) {
        this.name = name;
        this.world = world;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean runs() {
        return runs;
    }

    @Override
    public final boolean hangs() {
        return hangs;
    }

    final World world() {
        return world;
    }

    /// The connection of this life.
    public final SteppedLink link() {
        return link;
    }

    /// Does what the process does when it starts; what it throws costs this life.
    abstract void begin();

    /// The process is gone, and its memory with it.
    abstract void forget();

    /// How likely it dies at a point between two steps.
    abstract double risk(Moment moment);

    /// Starts it, and again until that works.
    public final void start() {
        if (runs) {
            return;
        }
        life++;
        runs = true;
        hangs = false;
        missed.clear();
        world.note("starts", name, life);
        link = world.broker().connect(this);
        try {
            begin();
        } catch (LinkException | StoreException | OverloadedException | Died failed) {
            if (runs) {
                kill();
            }
        }
        if (!runs) {
            return;
        }
        acted();
    }

    /// Kills it. It is started again later, by whoever kills it or by itself.
    public final void kill() {
        if (!runs) {
            return;
        }
        world.note("dies", name, life);
        runs = false;
        hangs = false;
        forget();
        link.close();
        int died = life;
        long away = world.away();
        world.timeline()
                .after(
                        away,
                        () -> {
                            if (!runs && life == died) {
                                start();
                            }
                        });
    }

    /// Ends it in order: what it has to send is sent, but nothing is done any more.
    final void end() {
        kill();
    }

    @Override
    public final void about(Moment moment) {
        if (!runs) {
            throw new Died();
        }
        if (world.strikes(risk(moment))) {
            world.note("at " + moment, name, life);
            kill();
            throw new Died();
        }
    }

    /// Stops it where it stands, until it is woken.
    public final void hang() {
        if (runs && !hangs) {
            world.note("stands still", name, life);
            hangs = true;
            world.broker().watch(link);
        }
    }

    public final void wake() {
        if (!runs || !hangs) {
            return;
        }
        world.note("wakes", name, life);
        hangs = false;
        List<Runnable> late = List.copyOf(missed);
        missed.clear();
        for (Runnable what : late) {
            what.run();
        }
        link.wake();
    }

    /// Plans something for this life; what comes while it stands still is done when it wakes.
    final void later(long micros, Runnable what) {
        int planned = life;
        Runnable now =
                () -> {
                    if (runs && life == planned) {
                        what.run();
                    }
                };
        world.timeline()
                .after(
                        micros,
                        () -> {
                            if (hangs && life == planned) {
                                missed.add(now);
                            } else {
                                now.run();
                            }
                        });
    }

    final Timeline timeline() {
        return world.timeline();
    }

    /// How often it was started.
    public final int life() {
        return life;
    }
}
