package mesh.lab.bench.cost;

import java.util.List;

/// Where a mesh spends the time of its processors.
enum Stage {
    HTTP("HTTP", "mesh.core.http.", "io.helidon.", "io.micrometer."),
    STORE("the store", "mesh.core.store.", "org.sqlite.", "com.zaxxer."),
    CORE("the core's decisions", "mesh.core."),
    AUCTION("the auction", "mesh.auction."),
    NODE("the nodes", "mesh.worker.", "mesh.lab."),
    LINK(
            "the links to the broker",
            "mesh.artemis.link.",
            "org.apache.activemq.artemis.jms.",
            "org.apache.activemq.artemis.core.client.",
            "org.apache.activemq.artemis.api.core.client."),
    BROKER("the broker", "org.apache.activemq.", "io.netty.", "mesh.artemis."),
    JIT("compiling"),
    GC("collecting garbage"),
    OTHER("anything else");

    /// Both ends of a link go through these: who called decides.
    private static final List<String> OF_BOTH =
            List.of(
                    "org.apache.activemq.artemis.core.protocol.core.impl.",
                    "org.apache.activemq.artemis.core.remoting.impl.",
                    "org.apache.activemq.artemis.utils.",
                    "org.apache.activemq.artemis.api.core.");

    private final String text;
    private final List<String> packages;

    Stage(String text, String... packages) {
        this.text = text;
        this.packages = List.of(packages);
    }

    String text() {
        return text;
    }

    String figure() {
        return "cpu." + name().toLowerCase(java.util.Locale.ROOT);
    }

    /// By the innermost class that belongs to one; libraries count for who calls them.
    ///
    /// @param classes of a stack, the innermost first
    static Stage of(List<String> classes) {
        Stage both = OTHER;
        for (String name : classes) {
            if (OF_BOTH.stream().anyMatch(name::startsWith)) {
                both = BROKER;
                continue;
            }
            for (Stage stage : values()) {
                if (stage.packages.stream().anyMatch(name::startsWith)) {
                    return stage;
                }
            }
        }
        return both;
    }

    /// Of a thread of the virtual machine; null for one that runs Java.
    ///
    /// @param thread its name as the system knows it
    static Stage ofThread(String thread) {
        if (thread.startsWith("C1 Comp") || thread.startsWith("C2 Comp")) {
            return JIT;
        }
        boolean collects =
                thread.startsWith("GC Thread")
                        || thread.startsWith("G1 ")
                        || thread.startsWith("VM Thread");
        return collects ? GC : null;
    }
}
