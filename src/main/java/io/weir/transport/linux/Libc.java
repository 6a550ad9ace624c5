package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The system calls, each returning its result or the negated error number.
 *
 * <p>All but {@code epoll_wait} never block and are short, so they are linked as critical, which saves the
 * thread-state change (tens of nanoseconds a call). An instance belongs to one thread, because the error number is
 * captured into its memory. Pointers are passed as numbers to spare a liveness check a call.
 */
class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);

    private static final MethodHandle SOCKET = link("socket", ints(3), true);
    private static final MethodHandle SETSOCKOPT = link(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle GETSOCKOPT = link(
            "getsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), true);
    private static final MethodHandle BIND =
            link("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle GETSOCKNAME =
            link("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), true);
    private static final MethodHandle LISTEN = link("listen", ints(2), true);
    private static final MethodHandle ACCEPT4 =
            link("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle CONNECT =
            link("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle RECV =
            link("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle SEND =
            link("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle SHUTDOWN = link("shutdown", ints(2), true);
    private static final MethodHandle CLOSE = link("close", ints(1), true);
    private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", ints(1), true);
    private static final MethodHandle EPOLL_CTL =
            link("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG), true);
    private static final MethodHandle EPOLL_WAIT =
            link("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), false);
    private static final MethodHandle EPOLL_POLL =
            link("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), true);
    private static final MethodHandle EVENTFD = link("eventfd", ints(2), true);
    private static final MethodHandle READ =
            link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG), true);
    private static final MethodHandle WRITE =
            link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG), true);
    private static final MethodHandle PIPE2 = link("pipe2", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT), true);
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("fcntl"), ints(3), Linker.Option.firstVariadicArg(2), ERRNO);
    private static final MethodHandle IOCTL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("ioctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(2),
            ERRNO);
    private static final MethodHandle SPLICE = link(
            "splice",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
            true);

    private static final MethodHandle PLAIN_WRITE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("write"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
            CRITICAL);
    private static final MethodHandle PLAIN_CLOSE =
            LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("close"), ints(1), CRITICAL);

    private static final long ERRNO_AT =
            Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    private static FunctionDescriptor ints(int count) {
        MemoryLayout[] args = new MemoryLayout[count];
        Arrays.fill(args, JAVA_INT);
        return FunctionDescriptor.of(JAVA_INT, args);
    }

    private static MethodHandle link(String name, FunctionDescriptor type, boolean critical) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        return critical
                ? LINKER.downcallHandle(symbol, type, ERRNO, CRITICAL)
                : LINKER.downcallHandle(symbol, type, ERRNO);
    }

    private int result(int value) {
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO_AT);
    }

    private long result(long value) {
        return value >= 0 ? value : -state.get(JAVA_INT, ERRNO_AT);
    }

    private static AssertionError broken(Throwable fault) {
        return new AssertionError("a system call could not be made", fault);
    }

    int socket(int family, int type) {
        try {
            return result((int) SOCKET.invokeExact(state, family, type, 0));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int setsockopt(int fd, int level, int option, long value, int length) {
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int getsockopt(int fd, int level, int option, long value, long length) {
        try {
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int bind(int fd, long address, int length) {
        try {
            return result((int) BIND.invokeExact(state, fd, address, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int getsockname(int fd, long address, long length) {
        try {
            return result((int) GETSOCKNAME.invokeExact(state, fd, address, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int listen(int fd, int backlog) {
        try {
            return result((int) LISTEN.invokeExact(state, fd, backlog));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int accept4(int fd, long address, long length, int flags) {
        try {
            return result((int) ACCEPT4.invokeExact(state, fd, address, length, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int connect(int fd, long address, int length) {
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    long recv(int fd, long address, long length, int flags) {
        try {
            return result((long) RECV.invokeExact(state, fd, address, length, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    long send(int fd, long address, long length, int flags) {
        try {
            return result((long) SEND.invokeExact(state, fd, address, length, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int shutdown(int fd, int how) {
        try {
            return result((int) SHUTDOWN.invokeExact(state, fd, how));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int epollCreate(int flags) {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(state, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int epollCtl(int epoll, int operation, int fd, long event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    /** May block, so the virtual machine is told; with a time-out of 0 the cheaper call is used. */
    int epollWait(int epoll, long events, int most, int timeoutMillis) {
        try {
            return timeoutMillis == 0
                    ? result((int) EPOLL_POLL.invokeExact(state, epoll, events, most, 0))
                    : result((int) EPOLL_WAIT.invokeExact(state, epoll, events, most, timeoutMillis));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int eventfd(int flags) {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    long read(int fd, long address, long length) {
        try {
            return result((long) READ.invokeExact(state, fd, address, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    long write(int fd, long address, long length) {
        try {
            return result((long) WRITE.invokeExact(state, fd, address, length));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int pipe(long ends, int flags) {
        try {
            return result((int) PIPE2.invokeExact(state, ends, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int fcntl(int fd, int command, int argument) {
        try {
            return result((int) FCNTL.invokeExact(state, fd, command, argument));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    int ioctl(int fd, long request, long value) {
        try {
            return result((int) IOCTL.invokeExact(state, fd, request, value));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    long splice(int from, int to, long length, int flags) {
        try {
            return result((long) SPLICE.invokeExact(state, from, 0L, to, 0L, length, flags));
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    /** Writes from any thread; the outcome is not wanted. */
    static void writeAnywhere(int fd, long address, long length) {
        try {
            long ignored = (long) PLAIN_WRITE.invokeExact(fd, address, length);
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }

    /** Closes from any thread; the outcome is not wanted. */
    static void closeAnywhere(int fd) {
        try {
            int ignored = (int) PLAIN_CLOSE.invokeExact(fd);
        } catch (Throwable fault) {
            throw broken(fault);
        }
    }
}
