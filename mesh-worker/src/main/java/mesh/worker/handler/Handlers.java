package mesh.worker.handler;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mesh.protocol.JobType;
import mesh.protocol.needs.Capabilities;

/// The handlers that a node runs, by type.
public final class Handlers {
    private static final System.Logger LOG = System.getLogger(Handlers.class.getName());

    private final Map<String, JobHandler> byType;

    private Handlers(Map<String, JobHandler> byType) {
        this.byType = Map.copyOf(byType);
    }

    /// Those that the {@link ServiceLoader} finds.
    ///
    /// @param allow the types that the owner allows of those that need it
    /// @throws IllegalArgumentException as {@link #of}
    public static Handlers find(Set<String> allow) {
        return of(
                ServiceLoader.load(JobHandler.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                allow);
    }

    /// @throws IllegalArgumentException when two run the same type, or `allow` names a type that
    ///     none of them runs
    public static Handlers of(Collection<? extends JobHandler> handlers, Set<String> allow) {
        var known = new TreeMap<String, JobHandler>();
        for (JobHandler handler : handlers) {
            JobHandler other = known.put(handler.type().name(), handler);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two handlers run the type `%s`: %s and %s; take one of them from the class path"
                                .formatted(
                                        handler.type(),
                                        other.getClass().getName(),
                                        handler.getClass().getName()));
            }
        }
        var unknown = new TreeSet<>(allow);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "`allow` names `%s`, which no handler here runs; there are %s"
                            .formatted(unknown.first(), known.keySet()));
        }
        known.values().removeIf(h -> h.onlyWhereAllowed() && !allow.contains(h.type().name()));
        known.values().removeIf(Handlers::missing);
        return new Handlers(known);
    }

    private static boolean missing(JobHandler handler) {
        if (handler.available()) {
            return false;
        }
        LOG.log(
                Level.WARNING,
                "This node does not run `{0}`: what it needs was not found on this machine.",
                handler.type());
        return true;
    }

    public Optional<JobHandler> get(JobType type) {
        return Optional.ofNullable(byType.get(type.name()));
    }

    public Set<JobType> types() {
        return byType.values().stream().map(JobHandler::type).collect(Collectors.toSet());
    }

    /// What a node can do because it runs these: the types, and what comes with them.
    public Capabilities capabilities() {
        Capabilities all = Capabilities.NONE;
        for (JobHandler handler : byType.values()) {
            all =
                    all.with(handler.brings())
                            .with(new Capabilities(Map.of(handler.type().capability(), "true")));
        }
        return all;
    }
}
