package io.weir.kit;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What Linux says about a process under {@code /proc}. */
public final class ProcFs {
    private static final int TICKS_PER_SECOND = 100;
    /** Sockets and pipes are told apart by a number that says nothing. */
    private static final Pattern NUMBERED = Pattern.compile("^(\\w+):\\[\\d+]$");

    private ProcFs() {}

    /**
     * Its descriptors by what they are.
     *
     * @param pid the process
     * @return kind ({@code socket}, {@code pipe}, {@code anon_inode:[eventpoll]}, ...) or a file's path, to count
     */
    public static Map<String, Integer> descriptors(long pid) {
        Map<String, Integer> kinds = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path one : all) {
                kinds.merge(kind(one), 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kinds.remove("gone");
        return kinds;
    }

    /**
     * Its highest descriptor with all below it taken, so that a limit can be set that leaves none free.
     *
     * @param pid the process
     * @return the first free number less one
     */
    public static int highestDescriptor(long pid) {
        int next = 0;
        while (Files.exists(Path.of("/proc", Long.toString(pid), "fd", Integer.toString(next)), NOFOLLOW_LINKS)) {
            next++;
        }
        return next - 1;
    }

    /**
     * Its resident memory.
     *
     * @param pid the process
     * @return bytes
     */
    public static long residentBytes(long pid) {
        return status(pid, "VmRSS:") * 1024;
    }

    /**
     * The processor time it has used, in all its threads.
     *
     * @param pid the process
     * @return milliseconds
     */
    public static long cpuMillis(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(Path link) throws IOException {
        try {
            return NUMBERED.matcher(Files.readSymbolicLink(link).toString()).replaceFirst("$1");
        } catch (NoSuchFileException closedMeanwhile) {
            return "gone";
        }
    }

    private static long status(long pid, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(field)) {
                    return Long.parseLong(line.substring(field.length()).replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no " + field + " of " + pid);
    }
}
