package io.weir.admin;

import io.weir.model.HostPort;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which process listens on a port, where the system tells: on Linux, for processes of the same user or as
 * root. Reads {@code /proc}; nothing is kept.
 */
public final class PortHolder {
    private static final String LISTEN = "0A";

    private PortHolder() {}

    /**
     * A process.
     *
     * @param pid its number
     * @param name its short name
     */
    public record Holder(long pid, String name) {
        @Override
        public String toString() {
            return name + " (pid " + pid + ")";
        }
    }

    /** For the end of a sentence that says that an address cannot be had; empty where nobody is known to have it. */
    public static String words(HostPort address) {
        return of(address.port()).map(holder -> "; it is taken by " + holder).orElse("");
    }

    /** The process that listens on a TCP port, if it can be known. */
    public static Optional<Holder> of(int port) {
        return of(port, Path.of("/proc"));
    }

    static Optional<Holder> of(int port, Path proc) {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            listening(port, text(proc.resolve("net").resolve(table)), sockets);
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), sockets)) {
                    long pid = Long.parseLong(process.getFileName().toString());
                    return Optional.of(
                            new Holder(pid, text(process.resolve("comm")).strip()));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The lines look like {@code sl local_address rem_address st ... inode}, addresses and state in hexadecimal. */
    private static void listening(int port, String table, Set<String> sockets) {
        String end = String.format(Locale.ROOT, ":%04X", port);
        table.lines().skip(1).map(line -> line.strip().split("\\s+")).forEach(fields -> {
            if (fields.length > 9 && fields[1].endsWith(end) && fields[3].equals(LISTEN)) {
                sockets.add("socket:[" + fields[9] + "]");
            }
        });
    }

    private static boolean holds(Path descriptors, Set<String> sockets) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path each : all) {
                if (sockets.contains(target(each))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
