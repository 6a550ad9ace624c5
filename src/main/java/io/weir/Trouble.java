package io.weir;

import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import io.weir.observe.OncePerSecond;
import io.weir.proxy.Complaints;
import io.weir.transport.Guard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says the data plane's troubles in the log, each kind once a second at most, and counts the faults. Faults are of one kind
 * when they are of one class and were thrown in one place. Any thread.
 */
final class Trouble implements Complaints, Guard {
    private static final Logger LOG = LoggerFactory.getLogger("io.weir.data-plane");
    /** Kinds of faults that are told apart; what comes beyond shares one place. */
    private static final int KINDS = 64;

    private final NanoClock clock;
    private final Meters meters;
    private final OncePerSecond local;
    private final Map<String, OncePerSecond> faults = new ConcurrentHashMap<>();

    Trouble(NanoClock clock, Meters meters) {
        this.clock = clock;
        this.meters = meters;
        this.local = new OncePerSecond(LOG::warn, clock);
    }

    @Override
    public void local(String what) {
        local.say(() -> what);
    }

    @Override
    public void fault(String where, Throwable fault) {
        meters.fault();
        String kind = kind(fault);
        faults.computeIfAbsent(
                        faults.size() < KINDS || faults.containsKey(kind) ? kind : "",
                        any -> new OncePerSecond(LOG::error, clock))
                .say(() -> {
                    LOG.error("a fault of Weir's own", fault);
                    return "a fault of Weir's own ended " + where + ": " + fault;
                });
    }

    private static String kind(Throwable fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        return fault.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
    }

    @Override
    public void caught(String where, Throwable fault) {
        fault(where, fault);
    }
}
