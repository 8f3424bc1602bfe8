package mesh.cli.command;

import java.util.concurrent.Callable;
import mesh.cli.Screen;
import mesh.cli.option.BrokerOptions;
import mesh.cli.option.CommonOptions;
import mesh.cli.option.ParentOption;
import mesh.cli.place.DataDirectory;
import mesh.cli.place.RoleLock;
import mesh.cli.run.Lifetime;
import mesh.cli.run.Links;
import mesh.cli.run.MeshLog;
import mesh.cli.run.Parts;
import mesh.cli.run.Roles;
import mesh.protocol.link.Link;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The auction as a process of its own.
@Command(
        name = "auction",
        sortOptions = false,
        description = {
            "Start the auction, which awards jobs to nodes, as a process of its own.",
            "It keeps nothing on disk and waits a while for its broker."
        })
public final class AuctionCommand implements Callable<Integer> {
    private final Screen screen;
    @Mixin private BrokerOptions broker;
    @Mixin private ParentOption parent;
    @Mixin private CommonOptions common;

    public AuctionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        DataDirectory data = common.data();
        data.create();
        MeshLog.to(data, "auction", screen.err());
        try (var parts = new Parts();
                var lifetime = new Lifetime(parts, screen)) {
            parent.onEnd(lifetime::end);
            parts.add("lock", RoleLock.take(data, "auction"));
            Link link =
                    parts.add(
                            "link",
                            Starting.orTell(() -> Links.to(broker, data, screen, "auction")));
            parts.add(
                    "auction",
                    Starting.orTell(
                            () -> Links.join(broker, data, screen, () -> Roles.auction(link))));
            screen.out().println("The auction is ready.");
            return lifetime.await();
        }
    }
}
