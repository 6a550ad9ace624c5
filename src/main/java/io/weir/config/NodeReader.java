package io.weir.config;

import io.weir.model.EventLoopSettings;
import io.weir.model.NodeSettings;
import io.weir.model.TransportKind;

/** Reads what concerns the node and its threads. */
final class NodeReader {
    private static final int RESERVED_DESCRIPTORS = 512;
    private static final int PIPES_A_LOOP = 64;
    private static final Text NAME = Text.matching(
            "[A-Za-z0-9][A-Za-z0-9._-]{0,252}",
            "up to 253 letters, digits, dots, hyphens and underscores, beginning with a letter or digit");

    private NodeReader() {}

    static NodeSettings node(Section section, Host host, Paths paths) {
        NodeSettings settings =
                new NodeSettings(section.read("name", NAME.or("auto", host.name())), section.read("data-dir", paths));
        section.close();
        return settings;
    }

    static int maxConnections(Section weir, Host host) {
        long room = Math.max(0, (host.descriptors() - RESERVED_DESCRIPTORS) / 2);
        int auto = Math.clamp(room, 1, Context.MOST_CONNECTIONS);
        int wanted = weir.read("max-connections", Context.connections().or("auto", auto));
        if (wanted > room) {
            String limit = "the limit of " + host.descriptors() + " descriptors (ulimit -n) ";
            if (weir.sets("max-connections") && wanted != auto) {
                weir.problem(
                        "max-connections",
                        wanted + " connections need " + (2L * wanted + RESERVED_DESCRIPTORS) + " descriptors, and "
                                + limit
                                + "holds " + room + " connections; allowed: 1 to " + Math.max(1, room)
                                + ", auto, or a higher limit");
            } else {
                weir.warning("max-connections", limit + "leaves no room for connections: raise it");
            }
        }
        return wanted;
    }

    static EventLoopSettings eventLoops(Section section, Context context) {
        Host host = context.host();
        int count = section.read("count", new Counts(1, 1024).or("auto", Math.clamp(host.cores(), 1, 1024)));
        TransportKind transport = section.read("transport", Words.of(TransportKind.class));
        long buffer =
                section.read("buffer-size", Sizes.between("4 KiB", "1 MiB").powersOfTwo());
        Sizes memory = Sizes.between("1 MiB", "1 TiB");
        long wanted = 2L * context.maxConnections() * buffer;
        long auto = Math.max(memory.min(), Math.min(wanted, Math.min(host.memory() / 4, memory.max())));
        EventLoopSettings settings = new EventLoopSettings(
                count,
                transport,
                (int) buffer,
                section.read("buffer-memory", memory.or("auto", auto)),
                Math.toIntExact(section.read(
                        "pipe-size", Sizes.between("4 KiB", "1 MiB").powersOfTwo())),
                section.read("pipes", new Counts(1, 65536).orOff(0).or("auto", PIPES_A_LOOP * count)));
        if (settings.bufferMemory() < 4L * count * buffer) {
            section.problem(
                    "buffer-memory",
                    Sizes.text(settings.bufferMemory()) + " is less than four buffers a loop; allowed: at least "
                            + Sizes.text(4L * count * buffer) + " for " + count + " loops of " + Sizes.text(buffer));
        }
        section.close();
        return settings;
    }
}
