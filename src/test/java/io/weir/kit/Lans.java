package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces with two legs each: one in a LAN for clients and backends, one in a LAN for the cluster alone, from which
 * a node can be cut off. A cut swallows packets without a word, as a dead switch does. Linux and root only.
 */
public final class Lans implements AutoCloseable {
    private static final Program IP = new Program("ip", "iproute2");

    private static final AtomicInteger MADE = new AtomicInteger();

    /** Another one each time: the kernel takes a while to clear a namespace away. */
    private final int number = (int) ((ProcessHandle.current().pid() + 67L * MADE.getAndIncrement()) % 200);

    private final int nodes;
    private final List<String[]> undo = new ArrayList<>();

    private Lans(int nodes) {
        this.nodes = nodes;
    }

    /** @return whether this process may make network namespaces: it needs to be root, and not in a container that forbids it */
    public static boolean possible() {
        String name = "weir-try-" + ProcessHandle.current().pid();
        try {
            if (IP.run(Duration.ofSeconds(10), "netns", "add", name).exit() != 0) {
                return false;
            }
            run("netns", "del", name);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Makes the namespaces and LANs.
     *
     * @param nodes how many namespaces
     * @return all of them, connected
     */
    public static Lans make(int nodes) {
        Lans lans = new Lans(nodes);
        try {
            lans.lay();
            return lans;
        } catch (RuntimeException | Error failure) {
            lans.close();
            throw failure;
        }
    }

    private void lay() {
        for (String lan : List.of("d", "c")) {
            // A bridge without an address of its own has that of one of its legs, and another one when that is cut
            String own = "02:00:00:00:%02x:%02x".formatted(number, (int) lan.charAt(0));
            does(
                    new String[] {"link", "del", bridge(lan)},
                    "link",
                    "add",
                    bridge(lan),
                    "address",
                    own,
                    "type",
                    "bridge");
            run("addr", "add", address(lan, 0) + "/24", "dev", bridge(lan));
            run("link", "set", "dev", bridge(lan), "up");
        }
        for (int i = 0; i < nodes; i++) {
            does(new String[] {"netns", "del", space(i)}, "netns", "add", space(i));
            run("-n", space(i), "link", "set", "dev", "lo", "up");
            for (String lan : List.of("d", "c")) {
                does(
                        new String[] {"link", "del", leg(lan, i)},
                        "link",
                        "add",
                        leg(lan, i),
                        "type",
                        "veth",
                        "peer",
                        "name",
                        lan,
                        "netns",
                        space(i));
                run("link", "set", "dev", leg(lan, i), "master", bridge(lan), "up");
                run("-n", space(i), "addr", "add", address(lan, i + 1) + "/24", "dev", lan);
                run("-n", space(i), "link", "set", "dev", lan, "up");
            }
        }
    }

    /**
     * What runs a command inside a namespace.
     *
     * @param node its number
     * @return words to put before the command
     */
    public List<String> enter(int node) {
        return List.of(IP.path(), "netns", "exec", space(node));
    }

    /**
     * A node's address for clients.
     *
     * @param node its number
     * @return an IPv4 literal
     */
    public String clientSide(int node) {
        return address("d", node + 1);
    }

    /**
     * A node's address for other nodes.
     *
     * @param node its number
     * @return an IPv4 literal
     */
    public String clusterSide(int node) {
        return address("c", node + 1);
    }

    /** @return an address of this test, with a free port, that every node can dial */
    public InetSocketAddress here() {
        return Loopback.at(address("d", 0), 0);
    }

    /**
     * Starts a program inside a namespace.
     *
     * @param node its number
     * @param output both its outputs go there
     * @param program what runs
     * @param arguments its arguments
     * @return the running process; the test ends it
     */
    public Process start(int node, Path output, Program program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("netns", "exec", space(node), program.path()));
        words.addAll(List.of(arguments));
        return IP.start(output, words.toArray(String[]::new));
    }

    /** @param node is reached by no other node from now on, and reaches none */
    public void cut(int node) {
        run("link", "set", "dev", leg("c", node), "nomaster");
    }

    /** @param node is reached by no client, backend or node's listener from now on, and reaches none */
    public void cutFromClients(int node) {
        run("link", "set", "dev", leg("d", node), "nomaster");
    }

    /** @param node is where it was before the cut */
    public void heal(int node) {
        run("link", "set", "dev", leg("c", node), "master", bridge("c"));
    }

    private String space(int node) {
        return "weir-" + number + "-" + node;
    }

    private String bridge(String lan) {
        return "wb" + lan + number;
    }

    private String leg(String lan, int node) {
        return "w" + lan + number + "n" + node;
    }

    private String address(String lan, int host) {
        return "10." + (lan.equals("d") ? 213 : 214) + "." + number + "." + (host + 1);
    }

    private void does(String[] undoing, String... words) {
        run(words);
        undo.addFirst(undoing);
    }

    private static void run(String... words) {
        try {
            IP.run(Duration.ofSeconds(10), words).good();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        undo.forEach(Lans::run);
        undo.clear();
    }
}
