package mesh.cli.command;

import java.util.concurrent.Callable;
import mesh.cli.Screen;
import mesh.cli.option.BrokerOptions;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.HttpListenOptions;
import mesh.cli.option.ListenOptions;
import mesh.cli.option.ParentOption;
import mesh.cli.option.StoreOptions;
import mesh.cli.place.Credentials;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.Endpoints;
import mesh.cli.place.RoleLock;
import mesh.cli.run.Keeping;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Links;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Roles;
import mesh.core.Core;
import mesh.protocol.link.Link;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The core as a process of its own.
@Command(
        name = "core",
        sortOptions = false,
        description = {
            "Start the core, which keeps the jobs and answers the API, as a process of its own.",
            "It waits a while for its broker."
        })
public final class CoreCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private BrokerOptions broker;
    @Mixin private ListenOptions listen;
    @Mixin private HttpListenOptions http;
    @Mixin private StoreOptions store;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The API's token (default: generated on the first start and kept).")
    private String token;

    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public CoreCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        Keeping keeping = store.keeping(data);
        data.create();
        MeshLog.to(data, "core", screen.err());
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            parts.add("lock", RoleLock.take(data, "core"));
            Link link =
                    parts.add(
                            "link", Starting.orTell(() -> Links.to(broker, data, screen, "core")));
            Credentials credentials =
                    Credentials.keep(data, new Credentials(token, null, null, null, null));
            Core core =
                    parts.add(
                            "core",
                            Starting.orTell(
                                    () ->
                                            Links.join(
                                                    broker,
                                                    data,
                                                    screen,
                                                    () ->
                                                            Roles.core(
                                                                    keeping,
                                                                    keeping.open(),
                                                                    listen.host(),
                                                                    http.httpPort(),
                                                                    credentials,
                                                                    link))));
            core.whenDead(lifetime::fail);
            Endpoints endpoints = Endpoints.ofThisProcess(core.url(), null, null);
            parts.add("endpoints", () -> data.withdraw(endpoints));
            data.offer(endpoints);
            screen.out().println("The core is ready: " + core.url());
            return lifetime.await();
        }
    }
}
