package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of its own with an {@code application.conf}: defaults that suit tests (every port 0, loopback, a data
 * directory inside the folder, a short stop), then the test's own text, which wins.
 */
public final class WeirFile {
    private final StringBuilder text = new StringBuilder();
    private final Path folder;

    private WeirFile(Path folder) {
        this.folder = folder;
    }

    /**
     * A new folder.
     *
     * @param transport the data plane's sockets
     * @return the defaults
     */
    public static WeirFile with(Transport transport) {
        WeirFile file = empty();
        return file.add("""
                weir {
                  node { name = it, data-dir = data }
                  event-loops { count = 2, transport = %s }
                  cluster.bind = "127.0.0.1:0"
                  admin.bind = "127.0.0.1:0"
                  shutdown { announce = 100ms, drain = 1s, close-over = 100ms }
                }
                """.formatted(transport.word()));
    }

    /** @return a new folder and a file without a line */
    public static WeirFile empty() {
        try {
            return new WeirFile(Files.createTempDirectory("weir-it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A listener on a free port of 127.0.0.1.
     *
     * @param name its name, and its pool's unless the extra text says otherwise
     * @param extra further keys of the listener; may be empty
     * @return this
     */
    public WeirFile listener(String name, String extra) {
        return add("weir.listeners.%s { bind = \"127.0.0.1:0\", pool = %s }%n".formatted(name, name))
                .add("weir.listeners.%s { %s }%n".formatted(name, extra));
    }

    /**
     * A pool without health checks whose backends stand in order.
     *
     * @param name its name
     * @param extra further keys of the pool; may be empty
     * @param backends addresses, or objects in braces
     * @return this
     */
    public WeirFile pool(String name, String extra, String... backends) {
        StringBuilder list = new StringBuilder();
        for (String backend : backends) {
            list.append(backend.startsWith("{") ? backend : '"' + backend + '"').append(", ");
        }
        return add("weir.pools.%s { health-check.type = none, backends = [ %s ] }%n".formatted(name, list))
                .add("weir.pools.%s { %s }%n".formatted(name, extra));
    }

    /**
     * A listener and a pool of the same name.
     *
     * @param name of both
     * @param backends of the pool
     * @return this
     */
    public WeirFile service(String name, String... backends) {
        return listener(name, "").pool(name, "", backends);
    }

    /**
     * More text.
     *
     * @param more lines of the file
     * @return this
     */
    public WeirFile add(String more) {
        text.append(more);
        return this;
    }

    /** @return where the file and the data directory are */
    public Path folder() {
        return folder;
    }

    /** @return the file, written anew */
    public Path write() {
        Path file = folder.resolve("application.conf");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
