package io.weir.admin;

import io.weir.model.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which process listens where somebody else wants to, where the system tells: on Linux, for processes of the same user or as
 * root. Reads {@code /proc}; nothing is kept.
 */
public final class PortHolder {
    /** Where the kernel lists sockets, and the state of those that are in the way: they listen, or are bound to no peer. */
    private enum Sockets {
        TCP("tcp", "0A"),
        UDP("udp", "07");

        private final String table;
        private final String state;

        Sockets(String table, String state) {
            this.table = table;
            this.state = state;
        }
    }

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
        return of(address).map(holder -> "; it is taken by " + holder).orElse("");
    }

    /** The process that listens on this address, or on every address of its port, if it can be known. */
    public static Optional<Holder> of(HostPort address) {
        return of(address, Path.of("/proc"));
    }

    /** The process that has the UDP port of this address, by which a node claims the TCP port, if it can be known. */
    public static Optional<Holder> ofClaim(HostPort address) {
        return of(address, Path.of("/proc"), Sockets.UDP);
    }

    static Optional<Holder> of(HostPort address, Path proc) {
        return of(address, proc, Sockets.TCP);
    }

    private static Optional<Holder> of(HostPort address, Path proc, Sockets kind) {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {kind.table, kind.table + "6"}) {
            holding(address, text(proc.resolve("net").resolve(table)), kind.state, sockets);
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
    private static void holding(HostPort address, String table, String state, Set<String> sockets) {
        String end = String.format(Locale.ROOT, ":%04X", address.port());
        table.lines().skip(1).map(line -> line.strip().split("\\s+")).forEach(fields -> {
            if (fields.length > 9
                    && fields[1].endsWith(end)
                    && fields[3].equals(state)
                    && meets(address.host(), fields[1].substring(0, fields[1].length() - end.length()))) {
                sockets.add("socket:[" + fields[9] + "]");
            }
        });
    }

    /** Whether a socket on one of these addresses is in the way of the other; a host name may be any. */
    private static boolean meets(String wanted, String held) {
        try {
            InetAddress ours = InetAddress.ofLiteral(wanted);
            InetAddress theirs = InetAddress.getByAddress(bytes(held));
            return ours.isAnyLocalAddress() || theirs.isAnyLocalAddress() || theirs.equals(ours);
        } catch (IllegalArgumentException | UnknownHostException name) {
            return true;
        }
    }

    /** The kernel prints an address as words of four bytes, each as the machine reads it. */
    private static byte[] bytes(String words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length() / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < words.length(); at += 8) {
            bytes.putInt(Integer.parseUnsignedInt(words.substring(at, at + 8), 16));
        }
        return bytes.array();
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
