package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A packet filter for a listening socket that is about to be closed: it drops each SYN and lets pass all else. Closing a
 * listening socket resets the clients whose handshake is under way, and no number of accepts before it helps against one more
 * that ends a moment later. With the filter no handshake begins any more and those that have begun can end; a dropped SYN is
 * sent again by the client's system a second later and then meets whoever listens, or nobody.
 *
 * <p>Classic BPF, which the kernel runs on the TCP header. One a process; any thread.
 */
final class ClosingFilter {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private static final long[] PROGRAM = {
        instruction(0x30, 0, 0, FLAGS), // load the byte of flags
        instruction(0x54, 0, 0, SYN | ACK), // and
        instruction(0x15, 0, 1, SYN), // equal: next, else the one after
        instruction(0x06, 0, 0, 0), // drop
        instruction(0x06, 0, 0, -1) // pass whole
    };

    private static final MemorySegment DESCRIPTION = description();

    private ClosingFilter() {}

    /** Puts it on a listening socket. 0 or a negative errno, as where a sandbox forbids it: then all is as without. */
    static int attach(Libc libc, int fd) {
        return libc.setsockopt(
                fd, SocketOptions.SOL_SOCKET, SO_ATTACH_FILTER, DESCRIPTION.address(), (int) DESCRIPTION.byteSize());
    }

    private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
        MemorySegment one = MemorySegment.ofArray(new long[1]);
        one.set(JAVA_SHORT, 0, (short) code);
        one.set(JAVA_BYTE, 2, (byte) ifTrue);
        one.set(JAVA_BYTE, 3, (byte) ifFalse);
        one.set(JAVA_INT, 4, operand);
        return one.get(JAVA_LONG, 0);
    }

    private static MemorySegment description() {
        Arena forever = Arena.global();
        MemorySegment program = forever.allocateFrom(JAVA_LONG, PROGRAM);
        MemorySegment description = forever.allocate(16, 8);
        description.set(JAVA_SHORT, 0, (short) PROGRAM.length);
        description.set(JAVA_LONG, 8, program.address());
        return description;
    }
}
