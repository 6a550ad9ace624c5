package io.weir.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Where the kernel's {@code epoll_event} has its fields: the events at its beginning, and then eight bytes that are ours,
 * a descriptor and its generation.
 *
 * @param size of an event in bytes
 * @param dataAt where our bytes begin
 */
record EpollLayout(int size, int dataAt) {
    /** The kernel packs the event on x86_64 and on no other machine. */
    static EpollLayout of(String architecture) {
        return architecture.matches("amd64|x86_64") ? new EpollLayout(12, 4) : new EpollLayout(16, 8);
    }

    void write(MemorySegment event, int what, int fd, int generation) {
        event.set(JAVA_INT_UNALIGNED, 0, what);
        event.set(JAVA_INT_UNALIGNED, dataAt, fd);
        event.set(JAVA_INT_UNALIGNED, dataAt + 4L, generation);
    }

    int what(MemorySegment events, int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * size);
    }

    int fd(MemorySegment events, int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * size + dataAt);
    }

    int generation(MemorySegment events, int index) {
        return events.get(JAVA_INT_UNALIGNED, (long) index * size + dataAt + 4);
    }
}
