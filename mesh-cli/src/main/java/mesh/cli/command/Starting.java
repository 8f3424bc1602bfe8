package mesh.cli.command;

import java.util.function.Supplier;
import mesh.artemis.broker.BrokerException;
import mesh.artemis.console.ConsoleException;
import mesh.cli.UserException;
import mesh.core.http.HttpStartException;
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
        } catch (LinkException unreachable) {
            throw UserException.noConnection(unreachable.getMessage(), unreachable);
        }
    }
}
