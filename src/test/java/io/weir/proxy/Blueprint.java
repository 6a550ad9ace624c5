package io.weir.proxy;

import io.weir.model.Algorithm;
import io.weir.model.HostPort;
import io.weir.model.KeepaliveSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.Off;
import io.weir.model.RefuseWith;
import io.weir.model.TcpSettings;
import io.weir.transport.LoopSettings;
import io.weir.transport.TestLoops;
import java.time.Duration;
import java.util.List;

/** What a data plane of a test is to be like: what it does not say is off, or so that it does not matter. */
final class Blueprint {
    LoopSettings loops;
    Algorithm algorithm = Algorithm.FIRST;
    Duration backoff = Duration.ofMillis(50);
    int maxConnections = 10_000;
    int cap = Off.COUNT;
    boolean backup;
    LoanRequests loans = LoanRequests.NONE;
    private Duration idleTimeout = Off.TIME;
    private Duration finTimeout = Duration.ofSeconds(10);
    private Duration stallTimeout = Off.TIME;
    private Duration maxAge = Off.TIME;
    private RefuseWith refuseWith = RefuseWith.RST;

    private Blueprint(LoopSettings loops) {
        this.loops = loops;
    }

    /** On one loop. */
    static Blueprint of(LoopSettings.Kind kind) {
        return of(TestLoops.settings(1, kind));
    }

    static Blueprint of(LoopSettings loops) {
        return new Blueprint(loops);
    }

    Blueprint algorithm(Algorithm one) {
        algorithm = one;
        return this;
    }

    /** Between dials. */
    Blueprint backoff(Duration time) {
        backoff = time;
        return this;
    }

    /** Of the node. */
    Blueprint maxConnections(int most) {
        maxConnections = most;
        return this;
    }

    /**
     * Each backend has a cap that holds over a cluster.
     *
     * @param most connections
     * @param asked is told of connections that wait for more of it
     */
    Blueprint cap(int most, LoanRequests asked) {
        cap = most;
        loans = asked;
        return this;
    }

    /** The last backend is one, and has no cap. */
    Blueprint backup() {
        backup = true;
        return this;
    }

    Blueprint idleTimeout(Duration time) {
        idleTimeout = time;
        return this;
    }

    Blueprint finTimeout(Duration time) {
        finTimeout = time;
        return this;
    }

    Blueprint stallTimeout(Duration time) {
        stallTimeout = time;
        return this;
    }

    Blueprint maxAge(Duration time) {
        maxAge = time;
        return this;
    }

    Blueprint refuseWith(RefuseWith how) {
        refuseWith = how;
        return this;
    }

    /** A listener on a free port. */
    ListenerSettings listener(String name, String pool) {
        return listener(name, pool, Off.COUNT);
    }

    /** The same with a cap of its own. */
    ListenerSettings listener(String name, String pool, int most) {
        return new ListenerSettings(
                name,
                List.of(new HostPort("127.0.0.1", 0)),
                pool,
                most,
                128,
                idleTimeout,
                finTimeout,
                stallTimeout,
                maxAge,
                0,
                refuseWith,
                new TcpSettings(true, new KeepaliveSettings(false, Duration.ofSeconds(1), Duration.ofSeconds(1), 1)));
    }
}
