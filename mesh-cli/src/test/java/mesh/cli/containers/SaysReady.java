package mesh.cli.containers;

import static org.awaitility.Awaitility.await;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.LogUtils;

/// Waits until a role prints that it is ready, and no longer than the container lives: one that
/// ended will not get ready.
final class SaysReady extends AbstractWaitStrategy {
    private static final String READY = " is ready";

    @Override
    protected void waitUntilReady() {
        await().atMost(startupTimeout)
                .failFast(
                        "the container ended before it was ready",
                        () -> !waitStrategyTarget.isRunning())
                .until(() -> printed().contains(READY));
    }

    private String printed() {
        return LogUtils.getOutput(
                DockerClientFactory.instance().client(), waitStrategyTarget.getContainerId());
    }
}
