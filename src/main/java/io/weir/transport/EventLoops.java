package io.weir.transport;

import io.weir.transport.linux.LinuxPoller;
import io.weir.transport.nio.NioPoller;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.Poller;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.setup.Setup;

/**
 * All event loops of a process, handed to the actor system as a {@link Setup} so that no static map is needed.
 * Order of an end: stop or abort what runs on them, terminate the actor system, then {@link #stop()}.
 */
public final class EventLoops extends Setup {
    private final List<EventLoop> loops;
    private final String kind;

    private EventLoops(List<EventLoop> loops, String kind) {
        this.loops = List.copyOf(loops);
        this.kind = kind;
    }

    /**
     * Starts the loops' threads.
     *
     * @throws NetException where the wished transport does not work here or the system gives no descriptors
     */
    public static EventLoops start(LoopSettings settings, Guard guard) throws NetException {
        List<EventLoop> loops = new ArrayList<>();
        String kind = "";
        for (int i = 0; i < settings.count(); i++) {
            Poller poller = poller(settings.kind());
            kind = poller.name();
            loops.add(new EventLoop(i, poller, settings, guard));
        }
        loops.forEach(EventLoop::start);
        return new EventLoops(loops, kind);
    }

    /**
     * Links the system calls, which takes a good tenth of a second and depends on no setting, so that a thread of its own can
     * do it while a file is read. {@link #start} waits for it where it is not done; what fails here fails there with its reason.
     */
    public static void prepare() {
        try {
            linux().close();
        } catch (NetException _) {
            // Told by start, where it matters.
        }
    }

    /** Asked of the system once, and only where the JDK's sockets are used. */
    private static final class Here {
        static final SystemWords WORDS = SystemWords.here();
    }

    private static Poller poller(LoopSettings.Kind kind) throws NetException {
        return switch (kind) {
            case NIO -> new NioPoller(Here.WORDS::meaning);
            case NATIVE -> linux();
            case AUTO -> {
                try {
                    yield linux();
                } catch (NetException unsupported) {
                    yield new NioPoller(Here.WORDS::meaning);
                }
            }
        };
    }

    private static Poller linux() throws NetException {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            throw new NetException(NetError.OTHER, "transport native works on Linux only");
        }
        try {
            return new LinuxPoller();
        } catch (LinkageError | IllegalCallerException missing) {
            throw new NetException(NetError.OTHER, "transport native does not work here: " + missing);
        }
    }

    /** Which sockets they use: {@code native} or {@code nio}. */
    public String kind() {
        return kind;
    }

    /** How many there are. */
    public int count() {
        return loops.size();
    }

    /** One of them. */
    public EventLoop loop(int index) {
        return loops.get(index);
    }

    /** All of them. */
    public List<EventLoop> all() {
        return loops;
    }

    static String dispatcher(int index) {
        return "weir-loop-" + index;
    }

    /** The HOCON that defines one dispatcher a loop. */
    public String dispatchers() {
        StringBuilder text = new StringBuilder();
        for (EventLoop loop : loops) {
            text.append(loop.dispatcher())
                    .append(" { type = Dispatcher, executor = \"")
                    .append(LoopDispatcher.class.getName())
                    .append("\", throughput = 256, loop = ")
                    .append(loop.index())
                    .append(" }\n");
        }
        return text.toString();
    }

    /** Ends the threads. Call after the actor system has terminated. */
    public void stop() throws InterruptedException {
        loops.forEach(EventLoop::stop);
        for (EventLoop loop : loops) {
            loop.join(1000);
        }
    }
}
