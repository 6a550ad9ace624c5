package io.weir.kit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** {@code ./weir demo} as a newcomer starts it, on free ports. For one thread. */
public final class WeirDemo implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/ ");

    private final WeirProcess process;

    private WeirDemo(WeirProcess process) {
        this.process = process;
    }

    /**
     * Starts one and waits until it tells what to try.
     *
     * @param temporary where its temporary files are
     * @param more words after the command
     * @return the demo
     */
    public static WeirDemo start(Path temporary, String... more) {
        List<String> words = new ArrayList<>(List.of("demo", "--port", "0", "--admin-port", "0"));
        words.addAll(List.of(more));
        WeirDemo demo = new WeirDemo(launch(temporary, words));
        Patience.until("what to try", 60)
                .until(() -> !demo.process.alive() || demo.process.out().text().contains("curl"));
        return demo;
    }

    /**
     * Starts one and waits for nothing.
     *
     * @param temporary where its temporary files are
     * @param words the command and what is behind it
     * @return the process
     */
    public static WeirProcess launch(Path temporary, List<String> words) {
        String options = "-Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=" + temporary;
        return WeirProcess.command(temporary, List.of(), Map.of("WEIR_JAVA_OPTS", options), words);
    }

    /** @return what was started */
    public WeirProcess process() {
        return process;
    }

    /**
     * Where the nodes of a demo are.
     *
     * @param process the demo's, which has told what to try
     * @return listener and admin port of each node, as the guide names them
     */
    public static List<Integer> ports(WeirProcess process) {
        String guide = process.out().text();
        if (!guide.contains("curl")) {
            throw new AssertionError(
                    "the demo says nothing to try:\n" + process.err().text());
        }
        return URL.matcher(guide.substring(0, guide.indexOf("Try,")).replace("\n", " \n"))
                .results()
                .map(url -> Integer.parseInt(url.group(1)))
                .toList();
    }

    /** @return where each node listens */
    public List<InetSocketAddress> listeners() {
        return every(0);
    }

    /** @return where each node's admin port is, in the same order */
    public List<InetSocketAddress> admins() {
        return every(1);
    }

    private List<InetSocketAddress> every(int offset) {
        List<Integer> ports = ports(process);
        return IntStream.range(0, ports.size() / 2)
                .mapToObj(node -> Loopback.port(ports.get(2 * node + offset)))
                .toList();
    }

    /** Ends it as Ctrl-C does. */
    @Override
    public void close() {
        if (process.alive()) {
            process.signal("INT");
            process.exitCode();
        }
    }
}
