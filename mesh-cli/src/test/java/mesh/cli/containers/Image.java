package mesh.cli.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/// The image of every role, built as a user builds it: from `compose/Dockerfile` and the jars that
/// the build has left. It has a name of its own and is gone once it is closed; the containers of it
/// have to be gone before.
final class Image implements AutoCloseable {
    /// What `.dockerignore` lets through.
    private static final List<String> CONTENT =
            List.of(
                    "mesh",
                    "compose/is-ready",
                    "mesh-cli/target/mesh-cli.jar",
                    "mesh-cli/target/lib");

    private final String name = "localhost/mesh-test-" + UUID.randomUUID();
    private final ImageFromDockerfile building;

    /// It is built when a container first asks for it.
    ///
    /// @throws IllegalStateException where the jars are not built
    Image() {
        Path root = root();
        building =
                new ImageFromDockerfile(name, false)
                        .withFileFromPath("Dockerfile", root.resolve("compose/Dockerfile"));
        for (String path : CONTENT) {
            if (!Files.exists(root.resolve(path))) {
                throw new IllegalStateException(
                        path
                                + " is missing, so there is nothing to put into an image; run"
                                + " `mvn -DskipTests package` first, or all of `mvn verify`");
            }
            building.withFileFromPath(path, root.resolve(path));
        }
    }

    ImageFromDockerfile building() {
        return building;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("compose/Dockerfile"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    @Override
    public void close() {
        try {
            DockerClientFactory.instance().client().removeImageCmd(name).withForce(true).exec();
        } catch (NotFoundException neverBuilt) {
            // Then there is nothing to remove.
        }
    }
}
