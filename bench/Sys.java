import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Linux system calls for the load generator and the backend: one epoll set and the sockets in it. A load generator that
 * shares its cores with what it measures has to be cheap, and the selector of the JDK is not: it allocates and locks.
 *
 * <p>An instance belongs to one thread. Calls return what the kernel returns; {@link #errno()} tells about the last
 * call that failed.
 */
final class Sys implements AutoCloseable {
    static final int IN = 1;
    static final int OUT = 4;
    static final int ERR = 8;
    static final int HUP = 16;
    static final int RDHUP = 0x2000;
    static final int EDGE = 1 << 31;

    static final int EAGAIN = 11;
    static final int ENOTCONN = 107;
    static final int EINPROGRESS = 115;

    private static final int NONBLOCK_CLOEXEC = 2048 | 524288;
    private static final int STREAM = 1;
    private static final int INET = 2;
    private static final int NO_SIGNAL = 0x4000;
    private static final int BATCH = 512;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");
    private static final int EVENT_SIZE = PACKED ? 12 : 16;
    private static final int EVENT_DATA = PACKED ? 4 : 8;

    private static final MethodHandle SOCKET =
            quick("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            quick("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle BIND =
            quick("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN = quick("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle ACCEPT4 =
            quick("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            quick("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            quick("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEND =
            quick("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = quick("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CTL =
            quick("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle EPOLL_PWAIT2 =
            slow("epoll_pwait2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle PRCTL =
            quick("prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOCK_GETTIME =
            quick("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment address = arena.allocate(16, 8);
    private final MemorySegment value = arena.allocate(8, 8);
    private final MemorySegment time = arena.allocate(16, 8);
    private final MemorySegment event = arena.allocate(16, 8);
    private final MemorySegment events = arena.allocate((long) EVENT_SIZE * BATCH, 8);
    private final int epoll;

    Sys() {
        epoll = call(EPOLL_CREATE, 0);
    }

    private static MethodHandle quick(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"),
                Linker.Option.critical(false));
    }

    private static MethodHandle slow(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
    }

    private int call(MethodHandle handle, int argument) {
        try {
            return (int) handle.invokeExact(state, argument);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
    }

    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    int socket() {
        try {
            int fd = (int) SOCKET.invokeExact(state, INET, STREAM | NONBLOCK_CLOEXEC, 0);
            if (fd < 0) {
                throw new IllegalStateException("socket: errno " + errno());
            }
            option(fd, 6, 1);
            return fd;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private void option(int fd, int level, int name) {
        try {
            value.set(JAVA_INT, 0, 1);
            int ignored = (int) SETSOCKOPT.invokeExact(state, fd, level, name, value, 4);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    private void address(int host, int port) {
        address.set(JAVA_SHORT, 0, (short) INET);
        address.set(JAVA_SHORT, 2, Short.reverseBytes((short) port));
        address.set(JAVA_INT, 4, Integer.reverseBytes(host));
        address.set(JAVA_LONG, 8, 0L);
    }

    /** A listening socket on 127.0.0.1 that shares its port with those of other threads. */
    int listen(int port) {
        try {
            int fd = socket();
            option(fd, 1, 2);
            option(fd, 1, 15);
            address(0x7f000001, port);
            int bound = (int) BIND.invokeExact(state, fd, address, 16);
            int listening = bound != 0 ? bound : (int) LISTEN.invokeExact(state, fd, 4096);
            if (listening != 0) {
                throw new IllegalStateException("listen on " + port + ": errno " + errno());
            }
            return fd;
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Starts to connect to 127.0.0.1:port from 127.0.0.{1 + source}; several sources, so that ports do not run out. */
    int connect(int fd, int port, int source) {
        try {
            option(fd, 0, 24);
            address(0x7f000001 + source, 0);
            int ignored = (int) BIND.invokeExact(state, fd, address, 16);
            address(0x7f000001, port);
            return (int) CONNECT.invokeExact(state, fd, address, 16);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    int accept(int fd) {
        try {
            return (int) ACCEPT4.invokeExact(state, fd, MemorySegment.NULL, MemorySegment.NULL, NONBLOCK_CLOEXEC);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    long recv(int fd, MemorySegment buffer, long length) {
        try {
            return (long) RECV.invokeExact(state, fd, buffer, length, 0);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    long send(int fd, MemorySegment buffer, long length) {
        try {
            return (long) SEND.invokeExact(state, fd, buffer, length, NO_SIGNAL);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    void closeSocket(int fd) {
        call(CLOSE, fd);
    }

    void add(int fd, int interest, long data) {
        control(1, fd, interest, data);
    }

    void change(int fd, int interest, long data) {
        control(3, fd, interest, data);
    }

    private void control(int operation, int fd, int interest, long data) {
        try {
            event.set(JAVA_INT_UNALIGNED, 0, interest);
            event.set(JAVA_LONG_UNALIGNED, EVENT_DATA, data);
            int ignored = (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /** Waits for events with the precision of the kernel's timers. */
    int await(long nanos) {
        try {
            time.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
            time.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
            return (int) EPOLL_PWAIT2.invokeExact(state, epoll, events, BATCH, time, MemorySegment.NULL);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    int eventKind(int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * EVENT_SIZE);
    }

    long eventData(int index) {
        return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_SIZE + EVENT_DATA);
    }

    /** Timers of this thread fire when they are due, not up to 50 us later. */
    void preciseTimers() {
        try {
            int ignored = (int) PRCTL.invokeExact(state, 29, 1L, 0L, 0L, 0L);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    /**
     * CPU time of a whole process in nanoseconds, user and system, with the threads that ended: its POSIX CPU clock.
     * {@code /proc/PID/stat} has the same in ticks of 10 ms.
     */
    long cpuNanos(long pid) {
        try {
            int clock = (int) ((~pid << 3) | 2);
            int result = (int) CLOCK_GETTIME.invokeExact(state, clock, time);
            return result != 0 ? 0 : time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    @Override
    public void close() {
        call(CLOSE, epoll);
        arena.close();
    }
}
