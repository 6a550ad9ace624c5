package io.weir.kit;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Several Weir processes that are seeds of each other, each with a folder, a file and a cluster port of its own that it keeps
 * when it is started again. For one thread.
 */
public final class WeirCluster implements AutoCloseable {
    private static final String MEMBERS = "weir_cluster_members";

    private final List<WeirFile> files = new ArrayList<>();
    private final List<WeirProcess> processes = new ArrayList<>();
    private final @Nullable Lans lans;

    /** Adds what a test wants to each node's file. */
    public interface Furnish {
        /**
         * Adds to a file.
         *
         * @param file of the node
         * @param node its number, from 0
         */
        void to(WeirFile file, int node);
    }

    private WeirCluster(@Nullable Lans lans) {
        this.lans = lans;
    }

    /**
     * Writes the files and starts nothing.
     *
     * @param nodes how many
     * @param transport of the data plane
     * @param furnish what else stands in each file
     * @return the cluster
     */
    public static WeirCluster prepare(int nodes, Transport transport, Furnish furnish) {
        List<String> addresses = Loopback.lastingPorts(nodes).stream()
                .map(port -> "127.0.0.1:" + port)
                .toList();
        return new WeirCluster(null).write(addresses, transport, furnish);
    }

    /**
     * Writes the files of nodes that each run in a namespace of their own, and starts nothing.
     *
     * @param lans the namespaces
     * @param nodes how many
     * @param transport of the data plane
     * @param furnish what else stands in each file
     * @return the cluster
     */
    public static WeirCluster prepare(Lans lans, int nodes, Transport transport, Furnish furnish) {
        List<String> addresses = IntStream.range(0, nodes)
                .mapToObj(node -> lans.clusterSide(node) + ":17355")
                .toList();
        return new WeirCluster(lans).write(addresses, transport, furnish);
    }

    private WeirCluster write(List<String> addresses, Transport transport, Furnish furnish) {
        String seeds = addresses.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
        for (int i = 0; i < addresses.size(); i++) {
            WeirFile file = WeirFile.with(transport)
                    .add("weir { node.name = n%d, cluster { bind = \"%s\", seeds = [%s] } }%n"
                            .formatted(i, addresses.get(i), seeds));
            furnish.to(file, i);
            files.add(file);
        }
        return this;
    }

    /**
     * Starts all nodes and waits until they are one cluster.
     *
     * @param nodes how many
     * @param transport of the data plane
     * @param furnish what else stands in each file
     * @return the running cluster
     */
    public static WeirCluster start(int nodes, Transport transport, Furnish furnish) {
        WeirCluster cluster = prepare(nodes, transport, furnish);
        for (int i = 0; i < nodes; i++) {
            cluster.launch(i);
        }
        cluster.processes.forEach(WeirProcess::awaitReady);
        cluster.awaitOne(30);
        return cluster;
    }

    /**
     * Starts a node, for the first time or again with the same file, and waits for nothing.
     *
     * @param node its number
     * @return its process
     */
    public WeirProcess launch(int node) {
        WeirProcess process = lans == null
                ? WeirProcess.launch(files.get(node))
                : WeirProcess.launch(files.get(node), lans.enter(node), Map.of());
        if (node == processes.size()) {
            processes.add(process);
        } else {
            processes.set(node, process);
        }
        return process;
    }

    /**
     * One of the processes.
     *
     * @param node its number
     * @return the last one started of that number
     */
    public WeirProcess node(int node) {
        return processes.get(node);
    }

    /**
     * What a node was or is to be started with.
     *
     * @param node its number
     * @return its file, to be added to and written again
     */
    public WeirFile file(int node) {
        return files.get(node);
    }

    /** @return the processes that have not ended */
    public List<WeirProcess> alive() {
        return processes.stream().filter(WeirProcess::alive).toList();
    }

    /**
     * Where each node's listener of a name listens.
     *
     * @param name the listener's
     * @return the addresses of the nodes that are alive, in the nodes' order
     */
    public List<InetSocketAddress> listeners(String name) {
        return alive().stream().map(node -> node.listener(name)).toList();
    }

    /**
     * Waits until all nodes that are alive see as many members as there are, all of them reachable.
     *
     * @param seconds stretched before use
     */
    public void awaitOne(double seconds) {
        List<WeirProcess> alive = alive();
        Patience.until("their admin ports", seconds)
                .until(() -> alive.stream().allMatch(node -> node.err().text().contains("admin address=")));
        Patience.until(alive.size() + " nodes to be one cluster", seconds)
                .until(() -> alive.stream().allMatch(node -> sees(node.metrics(), alive.size())));
    }

    private static boolean sees(MetricsScrape scrape, int members) {
        return scrape.sum(MEMBERS, "status", "up") == members && scrape.sum(MEMBERS, "status", "unreachable") == 0;
    }

    /**
     * How many members that answer a node sees, itself included.
     *
     * @param node which sees them
     * @return 0 while it is a member of nothing
     */
    public static int members(WeirProcess node) {
        return (int) node.metrics().sum(MEMBERS, "status", "up");
    }

    /**
     * How many members a node sees that do not answer it.
     *
     * @param node which sees them
     * @return their number
     */
    public static int unreachable(WeirProcess node) {
        return (int) node.metrics().sum(MEMBERS, "status", "unreachable");
    }

    @Override
    public void close() {
        processes.forEach(WeirProcess::close);
    }
}
