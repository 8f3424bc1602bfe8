package mesh.protocol.needs;

import java.util.List;
import mesh.protocol.needs.Rewriting.Pair;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.Filterable;

/// The capabilities of a node as the library asks for them, under the names of a {@link Rewriting}.
record CapabilityView(Capabilities capabilities, List<Pair> pairs) implements Filterable {

    @Override
    public Object getProperty(SimpleString id) {
        String name = id.toString();
        if (name.startsWith("$f_")) {
            return flag(capabilities.get(name.substring(3)));
        }
        if (name.charAt(0) == '$') {
            Pair pair = pairs.get(Integer.parseInt(name.substring(2)));
            CapabilityValue value = capabilities.get(pair.name());
            return value == null
                    ? null
                    : comparable(name.charAt(1) == 'v' ? value : pair.literal(), value, pair);
        }
        CapabilityValue value = capabilities.get(name);
        return value == null
                ? null
                : value instanceof CapabilityValue.Version
                        ? capabilities.asMap().get(name)
                        : Capabilities.filterable(value);
    }

    /// One side in the form in which both compare; unknown where an order or an equality between
    /// them means nothing.
    private static Object comparable(CapabilityValue side, CapabilityValue value, Pair pair) {
        boolean versions =
                value instanceof CapabilityValue.Version
                        || pair.literal() instanceof CapabilityValue.Version;
        if (!versions) {
            return Capabilities.filterable(side);
        }
        boolean bothAre =
                CapabilityValue.asVersion(value) != null
                        && CapabilityValue.asVersion(pair.literal()) != null;
        return bothAre ? CapabilityValue.asVersion(side) : null;
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
