package mesh.protocol.needs;

import java.util.List;
import mesh.protocol.needs.Rewriting.Pair;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.Filterable;

/// The capabilities of a node as the library asks for them, under the names of a {@link Rewriting}.
record CapabilityView(Capabilities capabilities, List<Pair> pairs) implements Filterable {
    private static final String NO_MATTER = "";

    /// What a condition needs is not there, and so the condition is unknown.
    static final class UnknownCapability extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnknownCapability() {
            super("unknown capability", null, false, false);
        }
    }

    @Override
    public Object getProperty(SimpleString id) {
        String name = id.toString();
        if (name.startsWith(Rewriting.FLAG)) {
            return flag(capabilities.get(name.substring(Rewriting.FLAG.length())));
        }
        if (name.startsWith(Rewriting.REQUIRED)) {
            Object present = raw(name.substring(Rewriting.REQUIRED.length()));
            if (present == null) {
                throw new UnknownCapability();
            }
            return present;
        }
        if (name.charAt(0) == '$') {
            return side(name.charAt(1) == 'v', pairs.get(Integer.parseInt(name.substring(2))));
        }
        return raw(name);
    }

    private Object raw(String name) {
        CapabilityValue value = capabilities.get(name);
        return value == null
                ? null
                : value instanceof CapabilityValue.Version
                        ? capabilities.asMap().get(name)
                        : Capabilities.filterable(value);
    }

    /// One side of a comparison in the form in which both compare. Where that means nothing, the
    /// capability is unknown and the literal is not: two unknowns would be equal to the library.
    private Object side(boolean capability, Pair pair) {
        CapabilityValue value = capabilities.get(pair.name());
        boolean versions =
                value instanceof CapabilityValue.Version
                        || pair.literal() instanceof CapabilityValue.Version;
        boolean comparable =
                value != null
                        && (!versions
                                || CapabilityValue.asVersion(value) != null
                                        && CapabilityValue.asVersion(pair.literal()) != null);
        if (!comparable) {
            return capability ? null : NO_MATTER;
        }
        CapabilityValue side = capability ? value : pair.literal();
        return versions ? CapabilityValue.asVersion(side) : Capabilities.filterable(side);
    }

    private static Boolean flag(CapabilityValue value) {
        return switch (value) {
            case null -> null;
            case CapabilityValue.Truth(boolean truth) -> truth;
            case CapabilityValue.Quantity(long number) -> number != 0;
            case CapabilityValue.Version _, CapabilityValue.Text _ -> true;
        };
    }

    @Override
    public <T> T getBodyAs(Class<T> type) {
        return null;
    }

    @Override
    public Object getLocalConnectionId() {
        return null;
    }
}
