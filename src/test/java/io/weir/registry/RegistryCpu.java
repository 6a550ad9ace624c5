package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.observe.NanoClock;
import io.weir.registry.peer.NodeId;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.PeerMessage;
import io.weir.registry.peer.Peers;
import io.weir.registry.report.ReportWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;

/**
 * The CPU time of one node's registry in a cluster of many: its own reports written and put into bytes, the others' read and
 * applied, verdicts made, checks taken in, loads over the cluster worked out. On a clock moved by hand, so that nothing
 * waits; what the others do is not counted, and neither is what carries bytes and messages. Not a test; {@code
 * docs/cluster.md} has the command.
 */
final class RegistryCpu implements Peers, NanoClock {
    static final int STEP = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_MILLIS = 12_000;
    private static final long MILLIS = 10_000;
    private static final long BEAT = BackendRegistry.BEAT.toMillis();

    private final CrowdedWorld world;
    private final BareRegistry registry;
    private long millis = 1_000_000;
    private long bytes;
    private long saying;
    private long hearing;
    private long checking;

    private RegistryCpu(CrowdedWorld world) {
        this.world = world;
        registry = new BareRegistry(world.nodes.getFirst(), this, world.pool);
        registry.meet(world.nodes, this);
    }

    /** The numbers of nodes and of backends, divided by commas; all of the document's where there are none. */
    public static void main(String[] args) {
        String[] sizes = (args.length > 0 ? args[0] : "3,10,50").split(",");
        String[] pools = (args.length > 1 ? args[1] : "10,100,1000,10000").split(",");
        // What a JVM does in its first minute is another matter
        run(10, 1000, true);
        System.out.println("CPU of one node's registry, in per cent of a core: saying, hearing, checks; all of it");
        for (String nodes : sizes) {
            for (String backends : pools) {
                for (boolean busy : new boolean[] {false, true}) {
                    print(Integer.parseInt(nodes), Integer.parseInt(backends), busy);
                }
            }
        }
    }

    private static RegistryCpu run(int nodes, int backends, boolean busy) {
        RegistryCpu cpu = new RegistryCpu(new CrowdedWorld(nodes, backends, busy));
        cpu.run(WARM_MILLIS);
        cpu.saying = 0;
        cpu.hearing = 0;
        cpu.checking = 0;
        cpu.bytes = 0;
        cpu.run(MILLIS);
        return cpu;
    }

    private static void print(int nodes, int backends, boolean busy) {
        RegistryCpu cpu = run(nodes, backends, busy);
        System.out.printf(
                Locale.ROOT,
                "%3d nodes %6d backends %-5s  %6.2f %6.2f %6.2f  %6.2f %%  (%.0f bytes/s sent)%n",
                nodes,
                backends,
                busy ? "busy" : "quiet",
                percent(cpu.saying),
                percent(cpu.hearing),
                percent(cpu.checking),
                percent(cpu.saying + cpu.hearing + cpu.checking),
                cpu.bytes * 1000.0 / MILLIS);
    }

    private static double percent(long nanos) {
        return nanos / 1e6 / MILLIS * 100;
    }

    private void run(long forMillis) {
        long interval = ReportWriter.interval(world.nodes.size()) / 1_000_000;
        for (long end = millis + forMillis; millis < end; millis += STEP) {
            for (int node = 1; node < world.nodes.size(); node++) {
                if ((millis + 70L * node) % interval < STEP) {
                    hear(node);
                }
            }
            for (BackendKey key : world.checkedNow(millis)) {
                checking += timed(() -> registry.intake.probed(Given.report(key, nanoTime(), Health.UP)));
            }
            if (millis % interval == 0) {
                world.connect(Objects.requireNonNull(registry.table.current().pool(world.pool.name())));
            }
            if (millis % BEAT == 0) {
                saying += timed(registry::beatNow);
            }
            registry.rebuildIfWanted();
        }
    }

    private void hear(int node) {
        NodeId from = world.nodes.get(node);
        for (byte[] said : world.said(node, millis)) {
            hearing += timed(
                    () -> registry.memory.fromPeer(from, PeerCodec.message(said).orElseThrow()));
        }
    }

    private static long timed(Runnable what) {
        long before = THREADS.getCurrentThreadCpuTime();
        what.run();
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    @Override
    public void tell(NodeId to, PeerMessage message) {
        bytes += PeerCodec.bytes(message).length;
    }

    @Override
    public void tellAll(Collection<NodeId> to, PeerMessage message) {
        bytes += (long) to.size() * PeerCodec.bytes(message).length;
    }

    @Override
    public long nanoTime() {
        return millis * 1_000_000;
    }

    @Override
    public long epochMillis() {
        return millis;
    }
}
