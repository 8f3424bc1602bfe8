package mesh.cli.command;

import java.util.function.Supplier;
import mesh.artemis.broker.BrokerException;
import mesh.artemis.console.ConsoleException;
import mesh.cli.UserException;
import mesh.core.http.HttpStartException;
import mesh.core.store.StoreStartException;
import mesh.protocol.link.LinkException;

/// Turns what may go wrong when a role starts into what a person is told.
final class Starting {
    private Starting() {}

    static <T> T orTell(Supplier<T> start) {
        try {
            return start.get();
        } catch (BrokerException
                | ConsoleException
                | HttpStartException
                | IllegalArgumentException wrong) {
            // Each names the rule, the value and the remedy; a stack trace would add nothing.
            throw UserException.usage(wrong.getMessage(), wrong);
        } catch (StoreStartException store) {
            throw switch (store.reason()) {
                case UNREACHABLE -> UserException.noConnection(store.getMessage(), store);
                case DENIED ->
                        UserException.noConnection(
                                store.getMessage()
                                        + "; give the right ones with MESH_STORE_USER and"
                                        + " MESH_STORE_PASSWORD",
                                store);
                case UNUSABLE -> UserException.usage(store.getMessage(), store);
                case HELD -> UserException.failed(store.getMessage(), store);
            };
        } catch (LinkException unreachable) {
            throw UserException.noConnection(unreachable.getMessage(), unreachable);
        }
    }
}
