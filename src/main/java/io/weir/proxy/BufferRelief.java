package io.weir.proxy;

import io.weir.model.CloseReason;
import io.weir.transport.Timer;
import io.weir.transport.socket.BufferPool;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Frees buffers that are held by peers who read nothing, where other connections of the loop wait for one: without it,
 * as many downloads that stop as there are buffers would hold up everybody else for an idle-timeout. For each one who
 * waits, the connection is reset that has held a buffer longest, and none that took a byte in the last seconds.
 */
final class BufferRelief extends Timer {
    /** A peer that took nothing for so long may have to go. */
    static final long HELD_NANOS = 3_000_000_000L;

    private static final long LOOK_NANOS = 500_000_000L;

    private final LoopProxy proxy;

    BufferRelief(LoopProxy proxy) {
        this.proxy = proxy;
    }

    void begin() {
        proxy.loop().wheel().schedule(this, proxy.loop().now() + LOOK_NANOS);
    }

    @Override
    protected void fire(long now) {
        begin();
        BufferPool buffers = proxy.loop().buffers();
        if (buffers.isExhausted() && !proxy.loop().stoodStill()) {
            relieve(buffers.waiting(), now);
        }
    }

    private void relieve(int wanted, long now) {
        List<Connection> holding = new ArrayList<>();
        proxy.each(connection -> {
            long since = connection.holdingSince();
            if (since != Long.MAX_VALUE && now - since >= HELD_NANOS) {
                holding.add(connection);
            }
        });
        if (holding.isEmpty()) {
            return;
        }
        proxy.complaints()
                .local(wanted + " connections of one event loop wait for a buffer while " + holding.size()
                        + " hold one whose peer reads nothing; the longest of these are reset."
                        + " Set stall-timeout, or raise event-loops.buffer-memory");
        holding.sort(Comparator.comparingLong(Connection::holdingSince));
        holding.stream().limit(wanted).forEach(connection -> connection.reset(CloseReason.STALLED));
    }
}
