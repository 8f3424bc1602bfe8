package mesh.lab.sim.party;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import mesh.core.CoreService;
import mesh.core.engine.CoreSettings;
import mesh.core.service.SteppedCore;
import mesh.core.store.MemoryStore;
import mesh.core.store.Store;
import mesh.core.store.StoreException;
import mesh.core.store.Writes;
import mesh.lab.sim.time.Timeline;

/// The core: its real runtime, on a disk that outlives it.
public final class CoreParty extends Party {
    private static final long TICK = 250 * Timeline.MILLI;

    private final Store disk = new MemoryStore();
    private SteppedCore core;
    private boolean sending;

    public CoreParty(World world) {
        super("core", world);
    }

    @Override
    void begin() {
        core =
                SteppedCore.start(
                        CoreSettings.DEFAULTS,
                        cable(),
                        link(),
                        timeline().clock(0),
                        world().chance().generator());
        sending = false;
        tick();
    }

    @Override
    void forget() {
        core = null;
    }

    @Override
    double risk(Moment moment) {
        return world().faults().coreRisk();
    }

    private void tick() {
        core.tick();
        later(TICK, this::tick);
        acted();
    }

    /// After whatever it did: what is to be sent is sent a little later, a parcel at a time.
    @Override
    public void acted() {
        if (!runs() || core == null) {
            return;
        }
        world().watch().coreActed(core);
        if (!sending) {
            sending = true;
            later(world().chance().lognormal(Timeline.MILLI, 1), this::send);
        }
    }

    private void send() {
        sending = false;
        boolean more = core.send();
        if (more && runs()) {
            sending = true;
            later(world().chance().lognormal(Timeline.MILLI / 5.0, 1), this::send);
        }
    }

    /// What clients reach, while it runs.
    public CoreService service() {
        return core.service();
    }

    /// Whether a client reaches it now.
    public boolean answers() {
        return runs() && core != null;
    }

    /// Has these calls done in one turn.
    public void together(Runnable calls) {
        core.together(calls);
    }

    /// What is on the disk.
    public Store disk() {
        return disk;
    }

    /// The disk as this life of the core sees it: it fails when it is full, and the core may die
    /// before and after each write. It is a proxy because only writing matters here, whatever else
    /// a store can do.
    private Store cable() {
        int plugged = life();
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (_, method, arguments) -> {
                            if (!runs() || life() != plugged) {
                                throw new StoreException("the process is dead", null);
                            }
                            if (method.getName().equals("commit")) {
                                commit((Writes) arguments[0]);
                                return null;
                            }
                            if (method.getName().equals("open")) {
                                world().watch().coreRestores(disk);
                            }
                            return invoke(method, arguments);
                        });
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(disk, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private void commit(Writes writes) {
        about(Moment.BEFORE_COMMIT);
        if (world().faults().diskFails()) {
            world().trace().add("disk", "is full");
            world().watch().diskFailed();
            throw new StoreException("the disk is full", null);
        }
        try {
            disk.commit(writes);
        } catch (StoreException refused) {
            world().watch().storeRefused(refused);
            throw refused;
        }
        world().watch().committed(writes);
        about(Moment.AFTER_COMMIT);
        if (world().faults().diskLies()) {
            world().trace().add("disk", "says that it failed, and wrote");
            world().watch().diskFailed();
            throw new StoreException("the disk did not answer", null);
        }
    }
}
