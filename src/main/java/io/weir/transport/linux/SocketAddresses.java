package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads and writes {@code sockaddr_in} and {@code sockaddr_in6}. */
final class SocketAddresses {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SIZE = 28;

    private SocketAddresses() {}

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? AF_INET6 : AF_INET;
    }

    /** Writes an address and returns its length. */
    static int write(MemorySegment to, InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        to.set(JAVA_BYTE, 2, (byte) (port >>> 8));
        to.set(JAVA_BYTE, 3, (byte) port);
        if (address instanceof Inet6Address six) {
            to.set(JAVA_SHORT, 0, (short) AF_INET6);
            to.set(JAVA_INT, 4, 0);
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 8, 16);
            to.set(JAVA_INT, 24, six.getScopeId());
            return 28;
        }
        to.set(JAVA_SHORT, 0, (short) AF_INET);
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 4, 4);
        to.set(JAVA_INT, 8, 0);
        to.set(JAVA_INT, 12, 0);
        return 16;
    }

    static int port(MemorySegment from) {
        return (from.get(JAVA_BYTE, 2) & 0xff) << 8 | (from.get(JAVA_BYTE, 3) & 0xff);
    }

    /** Reads an address; an IPv4-mapped one comes back as IPv4. */
    static InetAddress address(MemorySegment from) {
        boolean six = from.get(JAVA_SHORT, 0) == AF_INET6;
        byte[] bytes = new byte[six ? 16 : 4];
        MemorySegment.copy(from, JAVA_BYTE, six ? 8 : 4, bytes, 0, bytes.length);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
