package io.weir.transport;

import io.weir.transport.socket.BufferPool;
import io.weir.transport.socket.PipePool;
import io.weir.transport.socket.Poller;
import io.weir.transport.socket.Ready;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that owns a poller, a task queue, a timer wheel and pools of buffers and pipes, and runs the streams
 * whose sockets it sees become ready: no hop between threads and no lock on a connection's way.
 *
 * <p>A turn waits for readiness, tells the owners, fires timers and runs the tasks present at its start for about
 * a millisecond; what is left runs in the next turn, so that one busy connection cannot starve the rest.
 *
 * <p>{@link #execute} may be called from any thread; everything else from the loop's own, unless it says otherwise.
 */
public final class EventLoop implements Executor {
    private static final long TURN_NANOS = 1_000_000L;
    private static final long LONGEST_WAIT_MILLIS = 500;
    /** Pollers count in milliseconds and round up. */
    private static final long POLLER_GRAIN_NANOS = 1_000_000L;

    /** Nobody needed it since the look before: so what a busy time took is given back in twice that time at most. */
    private static final long TRIM_NANOS = 4_000_000_000L;

    /** So late comes nobody who gets to run, in nanoseconds. */
    public static final long STOOD_STILL_NANOS = 100_000_000L;

    /** A loop that is late again and again does not stand still. */
    private static final long SELDOM_NANOS = 1_000_000_000L;

    private static final VarHandle TURNED_AT = field("turnedAt");
    private static final VarHandle BEGAN_AT = field("beganAt");
    private static final VarHandle BUSY = field("busy");
    private static final VarHandle LONGEST = field("longest");

    private final int index;
    private final Poller poller;
    private final BufferPool buffers;
    private final PipePool pipes;
    private final TimerWheel wheel;
    private final Guard guard;
    private final Consumer<Throwable> callbackFaults;
    private final Consumer<Throwable> timerFaults;
    private final Thread thread;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Runnable> foreign = new ConcurrentLinkedQueue<>();
    private ArrayDeque<Ready> again = new ArrayDeque<>();
    private ArrayDeque<Ready> spareAgain = new ArrayDeque<>();
    private final AtomicIntegerArray held = new AtomicIntegerArray(5);
    private volatile boolean stopping;
    private long now;
    private long turn;
    private long trimmedAt;
    private long stoodStillAt;
    private boolean stoodStill;
    // Written by this thread and read by others, through the handles above
    @SuppressWarnings("UnusedVariable")
    private long turnedAt;

    @SuppressWarnings("UnusedVariable")
    private long beganAt;

    private long busy;

    @SuppressWarnings("UnusedVariable")
    private long longest;

    EventLoop(int index, Poller poller, LoopSettings settings, Guard guard) {
        this.index = index;
        this.poller = poller;
        this.guard = guard;
        this.callbackFaults = fault -> guard.caught("a socket's callback on event loop " + index, fault);
        this.timerFaults = fault -> guard.caught("a timer of event loop " + index, fault);
        this.now = System.nanoTime();
        this.turnedAt = now;
        this.beganAt = now;
        this.trimmedAt = now;
        this.stoodStillAt = now - SELDOM_NANOS;
        this.wheel = new TimerWheel(now);
        int loops = settings.count();
        this.buffers = new BufferPool(settings.bufferSize(), (int)
                Math.min(Integer.MAX_VALUE, settings.bufferMemory() / settings.bufferSize() / loops));
        PipePool.Source source = poller.pipes();
        this.pipes = source == null
                ? new PipePool(NoPipes.INSTANCE, 0, 0)
                : new PipePool(source, settings.pipeSize(), settings.pipes() / loops);
        this.thread = new Thread(this::run, "weir-loop-" + index);
        this.thread.setDaemon(true);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(EventLoop.class, name, long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    void start() {
        thread.start();
    }

    /** Its number, from 0. */
    public int index() {
        return index;
    }

    /** The id of the Pekko dispatcher that runs on this loop. */
    public String dispatcher() {
        return EventLoops.dispatcher(index);
    }

    /** Where sockets come from. */
    public Poller poller() {
        return poller;
    }

    /** Its buffers. */
    public BufferPool buffers() {
        return buffers;
    }

    /** Its kernel pipes. */
    public PipePool pipes() {
        return pipes;
    }

    /** Its timers. */
    public TimerWheel wheel() {
        return wheel;
    }

    /** Where faults are caught and said. */
    public Guard guard() {
        return guard;
    }

    /** The time this turn began, in nanoseconds of {@link System#nanoTime()}. */
    public long now() {
        return now;
    }

    /**
     * Whether it did not get to run before this turn, as in a stopped process. Of what its sockets said then, streams hear after
     * the turn's timers have fired: whoever ends something for want of news should look again {@link #STOOD_STILL_NANOS} later.
     */
    public boolean stoodStill() {
        return stoodStill;
    }

    /** How many turns there have been. */
    public long turn() {
        return turn;
    }

    /** Whether the caller is on this loop's thread. Any thread. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** When it last turned, in nanoseconds of {@link System#nanoTime()}. Any thread. */
    public long turnedAt() {
        return (long) TURNED_AT.getOpaque(this);
    }

    /** Nanoseconds it has worked, as opposed to waited, since it was started. Any thread. */
    public long busyNanos() {
        return (long) BUSY.getOpaque(this);
    }

    /**
     * The longest time since the last call that a ready socket may have waited, in nanoseconds: the longest turn that has
     * ended, or how much later than asked for the system woke the thread. Any thread.
     */
    public long takeLongestTurn() {
        return (long) LONGEST.getAndSet(this, 0L);
    }

    /** How long the turn it is in has gone on, in nanoseconds; 0 while it waits. Any thread. */
    public long inTurnNanos(long nanoTime) {
        long began = (long) BEGAN_AT.getOpaque(this);
        return began - turnedAt() > 0 ? Math.max(0, nanoTime - began) : 0;
    }

    /** Buffers with bytes in them, as of its last turn. Any thread. */
    public int buffersLeased() {
        return held.get(0);
    }

    /** Buffers it keeps for the next reads, as of its last turn. Any thread. */
    public int buffersSpare() {
        return held.get(1);
    }

    /** Kernel pipes with bytes in them, as of its last turn. Any thread. */
    public int pipesLeased() {
        return held.get(2);
    }

    /** Kernel pipes it keeps, as of its last turn. Any thread. */
    public int pipesSpare() {
        return held.get(3);
    }

    /** Readers that wait for a buffer, as of its last turn. Any thread. */
    public int buffersAwaited() {
        return held.get(4);
    }

    /** Calls {@code reader} with no bits in the next turn. */
    public void nextTurn(Ready reader) {
        again.addLast(reader);
    }

    @Override
    public void execute(Runnable task) {
        if (isCurrent()) {
            tasks.addLast(task);
        } else {
            foreign.add(task);
            poller.wakeup();
        }
    }

    /** Ends the thread after its present turn; anything still queued is dropped. Any thread. */
    void stop() {
        stopping = true;
        poller.wakeup();
    }

    /** Waits for the thread to end. */
    boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    private void run() {
        TURNED_AT.setOpaque(this, System.nanoTime());
        while (!stopping) {
            try {
                takeTurn();
            } catch (Throwable fault) {
                guard.caught("event loop " + index, fault);
            }
        }
        buffers.close();
        pipes.close();
        poller.close();
    }

    private void takeTurn() {
        int timeout = timeoutMillis();
        poller.await(timeout);
        long began = System.nanoTime();
        BEGAN_AT.setOpaque(this, began);
        long late = began - turnedAt - timeout * 1_000_000L - POLLER_GRAIN_NANOS;
        stoodStill = began - now - timeout * 1_000_000L > STOOD_STILL_NANOS && began - stoodStillAt >= SELDOM_NANOS;
        if (stoodStill) {
            stoodStillAt = began;
        }
        now = began;
        turn++;
        poller.tell(callbackFaults);
        tellAgain();
        if (buffers.canServe()) {
            buffers.serve(callbackFaults);
        }
        wheel.advance(began, timerFaults);
        runTasks(began);
        long ended = System.nanoTime();
        TURNED_AT.setOpaque(this, ended);
        long worked = ended - began;
        BUSY.setOpaque(this, busy + worked);
        long waited = Math.max(worked, late);
        if (waited > (long) LONGEST.getOpaque(this)) {
            LONGEST.setOpaque(this, waited);
        }
        held.lazySet(0, buffers.leased());
        held.lazySet(1, buffers.made() - buffers.leased());
        held.lazySet(2, pipes.leased());
        held.lazySet(3, pipes.made() - pipes.leased());
        held.lazySet(4, buffers.waiting());
        if (ended - trimmedAt > TRIM_NANOS) {
            trimmedAt = ended;
            buffers.trim();
            pipes.trim();
        }
    }

    private int timeoutMillis() {
        if (!tasks.isEmpty() || !foreign.isEmpty() || !again.isEmpty() || stopping || buffers.canServe()) {
            return 0;
        }
        long wait = wheel.untilNext(System.nanoTime());
        return wait > LONGEST_WAIT_MILLIS * 1_000_000L
                ? (int) LONGEST_WAIT_MILLIS
                : (int) ((wait + 999_999L) / 1_000_000L);
    }

    private void tellAgain() {
        if (again.isEmpty()) {
            return;
        }
        ArrayDeque<Ready> present = again;
        again = spareAgain;
        spareAgain = present;
        for (Ready reader = present.pollFirst(); reader != null; reader = present.pollFirst()) {
            try {
                reader.ready(0);
            } catch (Throwable fault) {
                callbackFaults.accept(fault);
            }
        }
    }

    private void runTasks(long began) {
        for (Runnable task = foreign.poll(); task != null; task = foreign.poll()) {
            tasks.addLast(task);
        }
        int present = tasks.size();
        for (int i = 0; i < present; i++) {
            Runnable task = tasks.pollFirst();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable fault) {
                guard.caught("a task of event loop " + index, fault);
            }
            if (i + 1 < present && System.nanoTime() - began > TURN_NANOS) {
                return;
            }
        }
    }

    /** For pollers without pipes. */
    private enum NoPipes implements PipePool.Source {
        INSTANCE;

        @Override
        public int @Nullable [] open(int size) {
            return null;
        }

        @Override
        public void close(int readEnd, int writeEnd) {}
    }
}
