package io.weir.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.ConfigFile;
import io.weir.config.Host;
import io.weir.config.Outcome;
import io.weir.model.Settings;
import io.weir.model.ShutdownSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What the files of this package's concern have in common. */
final class Shipped {
    static final Path DOCKERFILE = Path.of("Dockerfile");
    static final Path COMPOSE = Path.of("docker-compose.yml");
    static final Path KUBERNETES = Path.of("k8s");

    /** What stopping takes beside its three steps: leaving the cluster, closing files, ending the process. */
    static final Duration TO_SPARE = Duration.ofSeconds(15);

    private Shipped() {}

    /**
     * What {@code weir check} makes of a configuration. It must find nothing but the one warning that is meant: the admin port
     * is seen from outside of the container, and without a token nobody changes anything through it.
     */
    static Settings checked(String text, Path scratch, Map<String, String> environment) {
        try {
            Path file = Files.writeString(scratch.resolve("application.conf"), text);
            Outcome outcome = ConfigFile.read(file, new Host("any", 2, 65_536, 1L << 30, Instant.EPOCH, environment));
            assertThat(outcome).as("%s", outcome).isInstanceOf(Outcome.Good.class);
            Outcome.Good good = (Outcome.Good) outcome;
            assertThat(good.warnings())
                    .singleElement()
                    .asString()
                    .contains("without tokens everyone may read, and changes are refused");
            return good.settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The longest a node may take from the signal to its end. */
    static Duration stopping(ShutdownSettings shutdown) {
        return shutdown.announce()
                .plus(shutdown.drain())
                .plus(shutdown.closeOver())
                .plus(TO_SPARE);
    }

    /** The user the image runs as. */
    static int user() {
        return Integer.parseInt(
                Dockerfile.read(DOCKERFILE).lastStage().one("USER").rest().split(":")[0]);
    }

    /** Whether an image's name begins with a machine, which is whoever uses the file's to choose. */
    static boolean namesARegistry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /**
     * Bytes a node may take with the launcher's and the JVM's defaults in a container of so many: a quarter for the heap, a
     * quarter for buffers, 64 MiB of other direct memory, 150 MB for the JVM itself (docs/operations.md).
     */
    static long needed(long container) {
        return container / 4 + container / 4 + (64L << 20) + 150_000_000L;
    }
}
