package mesh.artemis.selector;

import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

/// The broker's own selector library, which all that is evaluated elsewhere is held against.
record Library(BooleanExpression expression) {

    /// The selector as the library reads it, or null where it does not.
    static Library parse(String selector) {
        try {
            return new Library(SelectorParser.parse(selector));
        } catch (FilterException refused) {
            return null;
        }
    }

    /// What the broker does with a message that has these properties: what it cannot evaluate does
    /// not pass.
    boolean matches(Map<String, Object> properties) {
        try {
            return expression.matches(new Properties(properties));
        } catch (FilterException | RuntimeException cannotBeEvaluated) {
            return false;
        }
    }

    private record Properties(Map<String, Object> values) implements Filterable {
        @Override
        public Object getProperty(SimpleString id) {
            return values.get(id.toString());
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
