package mesh.cli.command;

import java.util.concurrent.Callable;
import mesh.artemis.broker.EmbeddedBroker;
import mesh.artemis.console.Console;
import mesh.cli.Screen;
import mesh.cli.option.BrokerListenOptions;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.CredentialOptions;
import mesh.cli.option.JournalOptions;
import mesh.cli.option.ListenOptions;
import mesh.cli.option.ParentOption;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.place.RoleLock;
import mesh.cli.run.Lifetime;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Roles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The broker as a process of its own.
@Command(
        name = "broker",
        sortOptions = false,
        description = "Start the broker and its console as a process of their own.",
        footer = {
            "",
            "Example, a mesh of four processes:",
            "  ./mesh broker & ./mesh core & ./mesh auction & ./mesh worker --name n1"
        })
public final class BrokerCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private ListenOptions listen;
    @Mixin private BrokerListenOptions ports;
    @Mixin private JournalOptions journal;
    @Mixin private CredentialOptions secrets;
    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public BrokerCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        data.create();
        MeshLog.to(data, "broker", screen.err());
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            parts.add("lock", RoleLock.take(data, "broker"));
            Credentials credentials = secrets.keep(data);
            Endpoints endpoints = Starting.orTell(() -> start(data, credentials, parts));
            parts.add("endpoints", () -> data.withdraw(endpoints));
            data.offer(endpoints);
            screen.out()
                    .println(
                            "The broker is ready: %s, console %s (user %s, password in %s/credentials.json)."
                                    .formatted(
                                            endpoints.broker(),
                                            endpoints.console(),
                                            credentials.consoleUser(),
                                            data));
            return lifetime.await();
        }
    }

    private Endpoints start(DataDirectory data, Credentials credentials, Parts parts) {
        EmbeddedBroker broker =
                parts.add(
                        "broker",
                        Roles.broker(
                                data,
                                listen.host(),
                                ports.brokerPort(),
                                credentials,
                                journal.acceptEmpty()));
        Console console =
                parts.add(
                        "console", Roles.console(listen.host(), ports.consolePort(), credentials));
        return Endpoints.ofThisProcess(null, broker.url(), console.url());
    }
}
