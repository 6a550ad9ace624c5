package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.ListenSocket;
import io.weir.transport.socket.NetError;
import io.weir.transport.socket.NetException;
import io.weir.transport.socket.PipePool;
import io.weir.transport.socket.Poller;
import io.weir.transport.socket.Ready;
import io.weir.transport.socket.Socket;
import io.weir.transport.socket.TcpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Epoll and the sockets registered with it.
 *
 * <p>Beside each descriptor stands a generation, because a descriptor closed in a turn can be in use again before
 * that turn's remaining events are told.
 */
public final class LinuxPoller implements Poller {
    static final int EPOLLIN = 0x1;
    private static final int EPOLLPRI = 0x2;
    private static final int EPOLLOUT = 0x4;
    private static final int EPOLLERR = 0x8;
    private static final int EPOLLHUP = 0x10;
    private static final int EPOLLRDHUP = 0x2000;
    private static final int EPOLLET = 1 << 31;
    /** A failure cannot be masked: by edges it is told once. */
    static final int NOTHING = EPOLLET;

    private static final int READING = EPOLLIN | EPOLLPRI | EPOLLRDHUP | EPOLLET;
    private static final int CTL_ADD = 1;
    private static final int CTL_DEL = 2;
    private static final int CTL_MOD = 3;
    private static final long SIOCOUTQ = 0x5411;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int STREAM = 1 | NONBLOCK | CLOEXEC;
    private static final int EVENTS = 512;
    private static final EpollLayout LAYOUT = EpollLayout.of(System.getProperty("os.arch", ""));

    /** What the poller keeps a descriptor for. */
    interface Registered {
        int generation();

        void epollReady(int events);
    }

    final Libc libc;
    final SocketOptions options;
    private final MemorySegment events = Arena.ofAuto().allocate((long) EVENTS * LAYOUT.size(), 8);
    private final MemorySegment event = Arena.ofAuto().allocate(LAYOUT.size(), 8);
    private final MemorySegment address = Arena.ofAuto().allocate(32, 8);
    private final MemorySegment length = Arena.ofAuto().allocate(JAVA_INT);
    private final MemorySegment value = Arena.ofAuto().allocate(16, 8);
    private final Wakeup wakeup;
    private final int epoll;
    private @Nullable Registered[] registered = new Registered[1024];
    private int generations;
    private int found;
    private NetError dialError = NetError.OTHER;

    /**
     * Opens one.
     *
     * @throws NetException where the system gives no descriptor
     */
    public LinuxPoller() throws NetException {
        this(new Libc());
    }

    LinuxPoller(Libc libc) throws NetException {
        this.libc = libc;
        options = new SocketOptions(libc);
        epoll = libc.epollCreate(CLOEXEC);
        if (epoll < 0) {
            throw failure("epoll_create1", epoll);
        }
        wakeup = new Wakeup(libc, CLOEXEC | NONBLOCK);
        control(CTL_ADD, wakeup.fd(), EPOLLIN, 0);
    }

    static NetException failure(String what, int result) {
        return new NetException(Errno.of(-result), what + ": " + Errno.words(-result));
    }

    static int bits(int events) {
        int bits = 0;
        if ((events & EPOLLIN) != 0) {
            bits |= Ready.READABLE;
        }
        if ((events & EPOLLOUT) != 0) {
            bits |= Ready.WRITABLE;
        }
        if ((events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP | EPOLLPRI)) != 0) {
            bits |= Ready.READABLE;
            if ((events & EPOLLRDHUP) != 0) {
                bits |= Ready.ENDED;
            }
            // HUP alone also stands for an orderly end of both directions
            if ((events & EPOLLHUP) != 0) {
                bits |= Ready.WRITABLE;
            }
            if ((events & EPOLLERR) != 0) {
                bits |= Ready.BROKEN | Ready.WRITABLE;
            }
            if ((events & EPOLLPRI) != 0) {
                bits |= Ready.URGENT;
            }
        }
        return bits;
    }

    @Override
    public void await(int timeoutMillis) {
        found = libc.epollWait(epoll, events.address(), EVENTS, timeoutMillis);
    }

    @Override
    public void tell(Consumer<Throwable> faults) {
        for (int i = 0; i < found; i++) {
            int fd = LAYOUT.fd(events, i);
            int generation = LAYOUT.generation(events, i);
            if (fd == wakeup.fd()) {
                wakeup.taken();
                continue;
            }
            Registered target = fd < registered.length ? registered[fd] : null;
            if (target != null && target.generation() == generation) {
                try {
                    target.epollReady(LAYOUT.what(events, i));
                } catch (Throwable fault) {
                    faults.accept(fault);
                }
            }
        }
    }

    @Override
    public void wakeup() {
        wakeup.signal();
    }

    private int control(int operation, int fd, int what, int generation) {
        LAYOUT.write(event, what, fd, generation);
        return libc.epollCtl(epoll, operation, fd, event.address());
    }

    /** Watches from now on; 0 or a negative errno, as where the system has no memory for one more. */
    int register(int fd, Registered target, int what) {
        if (fd >= registered.length) {
            registered = Arrays.copyOf(registered, Math.max(fd + 1, registered.length * 2));
        }
        registered[fd] = target;
        int result = control(CTL_ADD, fd, what, target.generation());
        if (result < 0) {
            forget(fd, target);
        }
        return result;
    }

    /** Watches for something else, for which the system has all it needs. */
    void change(int fd, Registered target, int what) {
        control(CTL_MOD, fd, what, target.generation());
    }

    void deregister(int fd, Registered target) {
        forget(fd, target);
        control(CTL_DEL, fd, 0, 0);
    }

    @SuppressWarnings("ReferenceEquality")
    void forget(int fd, Registered target) {
        if (registered[fd] == target) {
            registered[fd] = null;
        }
    }

    void armForWriting(LinuxSocket socket) {
        change(socket.fd(), socket, READING | EPOLLOUT);
    }

    int accept(int listener) {
        length.set(JAVA_INT, 0, SocketAddresses.SIZE);
        return libc.accept4(listener, address.address(), length.address(), NONBLOCK | CLOEXEC);
    }

    LinuxSocket accepted(int fd) {
        return new LinuxSocket(fd, SocketAddresses.address(address), SocketAddresses.port(address));
    }

    int socketError(int fd) {
        length.set(JAVA_INT, 0, 4);
        int result = libc.getsockopt(
                fd, SocketOptions.SOL_SOCKET, SocketOptions.SO_ERROR, value.address(), length.address());
        return result < 0 ? -result : value.get(JAVA_INT, 0);
    }

    /** Whether this is the socket's own address. */
    boolean isAt(int fd, InetAddress host, int port) {
        length.set(JAVA_INT, 0, SocketAddresses.SIZE);
        return libc.getsockname(fd, address.address(), length.address()) == 0
                && SocketAddresses.port(address) == port
                && SocketAddresses.address(address).equals(host);
    }

    int unconfirmed(int fd) {
        return libc.ioctl(fd, SIOCOUTQ, value.address()) < 0 ? 0 : value.get(JAVA_INT, 0);
    }

    void lingerZero(int fd) {
        options.lingerZero(fd);
    }

    boolean forgetPeer(int fd) {
        return options.set(fd, SocketOptions.IPPROTO_TCP, SocketOptions.TCP_REPAIR, 1) >= 0;
    }

    void keepAlive(int fd, KeepAlive probes) {
        options.keepAlive(fd, probes);
    }

    @Override
    public boolean attach(Socket socket, Ready owner) {
        LinuxSocket its = (LinuxSocket) socket;
        its.owner(owner);
        its.attached(this, ++generations, false);
        return register(its.fd(), its, READING) >= 0;
    }

    @Override
    public @Nullable Socket dial(InetSocketAddress to, @Nullable InetAddress from, TcpOptions tcp, Ready owner) {
        int fd = libc.socket(SocketAddresses.family(to.getAddress()), STREAM);
        if (fd < 0) {
            return dialFailed(-1, fd);
        }
        if (tcp.noDelay()) {
            options.set(fd, SocketOptions.IPPROTO_TCP, SocketOptions.TCP_NODELAY, 1);
        }
        if (from != null) {
            // The port is chosen at connect, so that one local port serves several backends
            options.set(fd, SocketOptions.IPPROTO_IP, SocketOptions.IP_BIND_ADDRESS_NO_PORT, 1);
            int bound = libc.bind(fd, address.address(), SocketAddresses.write(address, from, 0));
            if (bound < 0) {
                return dialFailed(fd, bound);
            }
        }
        int connected =
                libc.connect(fd, address.address(), SocketAddresses.write(address, to.getAddress(), to.getPort()));
        if (connected < 0 && connected != -Errno.EINPROGRESS) {
            return dialFailed(fd, connected);
        }
        LinuxSocket socket = new LinuxSocket(fd, to.getAddress(), to.getPort());
        socket.owner(owner);
        socket.attached(this, ++generations, true);
        int added = register(fd, socket, READING | EPOLLOUT);
        if (added < 0) {
            return dialFailed(fd, added);
        }
        return socket;
    }

    private @Nullable Socket dialFailed(int fd, int result) {
        dialError = Errno.of(-result);
        if (fd >= 0) {
            libc.close(fd);
        }
        return null;
    }

    @Override
    public NetError dialError() {
        return dialError;
    }

    @Override
    public ListenSocket listen(
            InetSocketAddress where, boolean shared, boolean v6Only, int backlog, TcpOptions tcp, Ready ready)
            throws NetException {
        int fd = bound(where, shared, v6Only, tcp);
        try {
            check("listen", libc.listen(fd, backlog));
            length.set(JAVA_INT, 0, SocketAddresses.SIZE);
            check("getsockname", libc.getsockname(fd, address.address(), length.address()));
            InetSocketAddress bound = new InetSocketAddress(where.getAddress(), SocketAddresses.port(address));
            LinuxListenSocket socket = new LinuxListenSocket(this, fd, bound, ready, ++generations);
            check("epoll_ctl", register(fd, socket, EPOLLIN));
            return socket;
        } catch (NetException refused) {
            libc.close(fd);
            throw refused;
        }
    }

    @Override
    public void tryOut(InetSocketAddress where, boolean shared, boolean v6Only, TcpOptions tcp) throws NetException {
        libc.close(bound(where, shared, v6Only, tcp));
    }

    /** A descriptor that is bound and does not listen. */
    private int bound(InetSocketAddress where, boolean shared, boolean v6Only, TcpOptions tcp) throws NetException {
        int family = SocketAddresses.family(where.getAddress());
        int fd = libc.socket(family, STREAM);
        if (fd < 0) {
            throw failure("socket", fd);
        }
        try {
            options.forListening(fd, family == SocketAddresses.AF_INET6, shared, v6Only, tcp);
            int size = SocketAddresses.write(address, where.getAddress(), where.getPort());
            check("bind", libc.bind(fd, address.address(), size));
            return fd;
        } catch (NetException refused) {
            libc.close(fd);
            throw refused;
        }
    }

    private static void check(String what, int result) throws NetException {
        if (result < 0) {
            throw failure(what, result);
        }
    }

    @Override
    public PipePool.Source pipes() {
        return new LinuxPipes(libc);
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public void close() {
        wakeup.close();
        libc.close(epoll);
    }

    /** Ends a wait through a descriptor of its own; a signal that is not yet taken is not sent again. */
    private static final class Wakeup {
        private static final MemorySegment ONE = Arena.global().allocate(JAVA_LONG);

        static {
            ONE.set(JAVA_LONG, 0, 1L);
        }

        private final Libc libc;
        private final MemorySegment count = Arena.ofAuto().allocate(JAVA_LONG);
        private final AtomicBoolean signalled = new AtomicBoolean();
        private final int fd;

        Wakeup(Libc libc, int flags) throws NetException {
            this.libc = libc;
            this.fd = libc.eventfd(flags);
            if (fd < 0) {
                throw failure("eventfd", fd);
            }
        }

        int fd() {
            return fd;
        }

        void signal() {
            if (!signalled.getAndSet(true)) {
                Libc.writeAnywhere(fd, ONE.address(), 8);
            }
        }

        void taken() {
            libc.read(fd, count.address(), 8);
            signalled.set(false);
        }

        /** From here on nothing is signalled: the number may soon be somebody else's descriptor. */
        void close() {
            signalled.set(true);
            libc.close(fd);
        }
    }
}
