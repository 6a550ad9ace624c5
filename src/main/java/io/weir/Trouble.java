package io.weir;

import io.weir.observe.NanoClock;
import io.weir.observe.OncePerSecond;
import io.weir.proxy.Complaints;
import io.weir.transport.Guard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says the data plane's troubles in the log, each kind once a second at most. Any thread. */
final class Trouble implements Complaints, Guard {
    private static final Logger LOG = LoggerFactory.getLogger("io.weir.data-plane");

    private final OncePerSecond local;
    private final OncePerSecond faults;

    Trouble(NanoClock clock) {
        local = new OncePerSecond(LOG::warn, clock);
        faults = new OncePerSecond(LOG::error, clock);
    }

    @Override
    public void local(String what) {
        local.say(() -> what);
    }

    @Override
    public void fault(String where, Throwable fault) {
        faults.say(() -> {
            LOG.error("a fault of Weir's own", fault);
            return "a fault of Weir's own ended " + where + ": " + fault;
        });
    }

    @Override
    public void caught(String where, Throwable fault) {
        fault(where, fault);
    }
}
