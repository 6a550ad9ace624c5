package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network of a process's own: nothing but loopback, with as few ports for outgoing connections as a test wants. What
 * is to talk to the process must enter its network.
 */
public final class OwnNetwork {
    private static final Program UNSHARE = new Program("unshare", "util-linux");
    private static final Program NSENTER = new Program("nsenter", "util-linux");
    private static final Program IP = new Program("ip", "iproute2");

    private OwnNetwork() {}

    /** @return whether this process may make such networks: some systems allow it to nobody but root, some containers to none */
    public static boolean possible() {
        List<String> words = withPorts(40_000, 40_001);
        try {
            return UNSHARE.run(
                                    Patience.seconds(10),
                                    Stream.concat(words.stream().skip(1), Stream.of("true"))
                                            .toArray(String[]::new))
                            .exit()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The words before a command that give it a network of its own; the process stays the one that was started. It is root
     * there, in a user namespace, so that nobody need be root outside.
     *
     * @param firstPort the lowest port of outgoing connections
     * @param lastPort the highest
     * @return for {@link WeirProcess#launch(WeirFile, List, java.util.Map)}
     */
    public static List<String> withPorts(int firstPort, int lastPort) {
        String setUp = IP.path() + " link set lo up && echo '" + firstPort + " " + lastPort
                + "' > /proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"";
        return List.of(UNSHARE.path(), "--map-root-user", "--net", Program.BASH.path(), "-c", setUp, "own-network");
    }

    /**
     * Runs a program in the network of a process.
     *
     * @param pid the process
     * @param program what runs
     * @param arguments its arguments
     * @return what it gave, within 20 stretched seconds
     */
    public static Program.Result run(long pid, Program program, String... arguments)
            throws IOException, InterruptedException {
        return NSENTER.run(Patience.seconds(20), words(pid, program, arguments));
    }

    /**
     * Starts a program in the network of a process.
     *
     * @param pid the process
     * @param output both its outputs go there
     * @param program what runs
     * @param arguments its arguments
     * @return the running process; the test ends it
     */
    public static Process start(long pid, Path output, Program program, String... arguments) throws IOException {
        return NSENTER.start(output, words(pid, program, arguments));
    }

    private static String[] words(long pid, Program program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                "--preserve-credentials",
                "--user=/proc/" + pid + "/ns/user",
                "--net=/proc/" + pid + "/ns/net",
                program.path()));
        words.addAll(List.of(arguments));
        return words.toArray(String[]::new);
    }
}
