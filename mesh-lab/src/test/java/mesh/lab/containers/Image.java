package mesh.lab.containers;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.images.builder.ImageFromDockerfile;

/// The image of every role, built as a user builds it: from `compose/Dockerfile` and the jars that
/// the build has left.
final class Image {
    private Image() {}

    /// Given a name only when a container first asks for it; removed when this JVM ends.
    ///
    /// @throws IllegalStateException where the jars are not built
    static ImageFromDockerfile ofThisProject() {
        Path root = root();
        var image =
                new ImageFromDockerfile()
                        .withFileFromPath("Dockerfile", root.resolve("compose/Dockerfile"));
        for (String path :
                new String[] {
                    "mesh",
                    "compose/is-ready",
                    "mesh-cli/target/mesh-cli.jar",
                    "mesh-cli/target/lib"
                }) {
            if (!Files.exists(root.resolve(path))) {
                throw new IllegalStateException(
                        path
                                + " is missing, so there is nothing to put into an image; run"
                                + " `mvn -DskipTests package` first, or all of `mvn verify`");
            }
            image.withFileFromPath(path, root.resolve(path));
        }
        return image;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("compose/Dockerfile"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
