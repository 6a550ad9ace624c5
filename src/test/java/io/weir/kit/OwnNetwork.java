package io.weir.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of a process's own: nothing but loopback, with as few ports for outgoing connections as a test wants. What
 * is to talk to the process must enter its network.
 */
public final class OwnNetwork {
    private static final Program UNSHARE = new Program("unshare", "util-linux");
    private static final Program NSENTER = new Program("nsenter", "util-linux");
    private static final Program IP = new Program("ip", "iproute2");

    private OwnNetwork() {}

    /**
     * The words before a command that give it a network of its own; the process stays the one that was started. They need
     * the right to make network namespaces.
     *
     * @param firstPort the lowest port of outgoing connections
     * @param lastPort the highest
     * @return for {@link WeirProcess#launch(WeirFile, List, java.util.Map)}
     */
    public static List<String> withPorts(int firstPort, int lastPort) {
        String setUp = IP.path() + " link set lo up && echo '" + firstPort + " " + lastPort
                + "' > /proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"";
        return List.of(UNSHARE.path(), "--net", Program.BASH.path(), "-c", setUp, "own-network");
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
        List<String> words = new ArrayList<>(List.of("--net=/proc/" + pid + "/ns/net", program.path()));
        words.addAll(List.of(arguments));
        return words.toArray(String[]::new);
    }
}
