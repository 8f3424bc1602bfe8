package mesh.protocol.needs;

import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/// A broker's filter over a message's properties, as the broker evaluates it: for the in-memory
/// twin.
public final class Filter {
    private final BooleanExpression expression;

    private Filter(BooleanExpression expression) {
        this.expression = expression;
    }

    /// @throws IllegalArgumentException when it is no selector
    public static Filter parse(String selector) {
        try {
            return new Filter(SelectorParser.parse(selector));
        } catch (FilterException wrong) {
            throw new IllegalArgumentException("not a selector: " + selector, wrong);
        }
    }

    public boolean matches(Map<String, Object> properties) {
        try {
            return expression.matches(new View(properties));
        } catch (FilterException cannotBeEvaluated) {
            return false;
        }
    }

    private record View(Map<String, Object> properties) implements Filterable {
        @Override
        public Object getProperty(SimpleString id) {
            return properties.get(id.toString());
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
}
