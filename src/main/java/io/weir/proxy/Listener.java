package io.weir.proxy;

import io.weir.model.KeepaliveSettings;
import io.weir.model.ListenerSettings;
import io.weir.model.Off;
import io.weir.transport.socket.KeepAlive;
import io.weir.transport.socket.TcpOptions;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A listener as all loops share it: its settings in the units the hot path wants, and its cap. Another one takes its place
 * when something of it changes; connections stay with the one they came by, and the cap counts them for both.
 */
final class Listener {
    private static final long LONG_LIVED_NANOS = 1_000_000_000L;
    /** The default of fin-timeout. */
    private static final long WITHOUT_LIMIT_NANOS = 60_000_000_000L;

    final ListenerSettings settings;
    final boolean paused;
    final Admission admission;
    final TcpOptions tcp;
    final long idleNanos;
    final long finNanos;
    /** How long a peer may take to receive the rest of a connection that Weir ends: never without limit, or it would not end. */
    final long finishNanos;

    final long stallNanos;
    final @Nullable KeepAlive keepAlive;

    /** The age from which connections have keep-alive probes; {@link Long#MAX_VALUE} for none. */
    final long keepAliveNanos;

    Listener(ListenerSettings settings, boolean paused, Admission admission) {
        this.settings = settings;
        this.paused = paused;
        this.admission = admission;
        this.tcp = new TcpOptions(settings.tcp().noDelay());
        this.idleNanos = Off.nanos(settings.idleTimeout());
        this.finNanos = Off.nanos(settings.finTimeout());
        this.finishNanos = finNanos == Long.MAX_VALUE ? WITHOUT_LIMIT_NANOS : finNanos;
        this.stallNanos = Off.nanos(settings.stallTimeout());
        KeepaliveSettings probes = settings.tcp().keepalive();
        this.keepAlive = probes.enabled()
                ? new KeepAlive(
                        (int) probes.idle().toSeconds(), (int) probes.interval().toSeconds(), probes.count())
                : null;
        this.keepAliveNanos =
                probes.enabled() ? Math.min(LONG_LIVED_NANOS, probes.idle().toNanos() / 2) : Long.MAX_VALUE;
    }

    /** When a connection that was accepted at this time has reached its greatest age; {@link Long#MAX_VALUE} for never. */
    long ageDeadline(long acceptedAt, SplittableRandom random) {
        long most = Off.nanos(settings.maxAge());
        return most == Long.MAX_VALUE
                ? most
                : acceptedAt + (long) (most * (1 + settings.maxAgeJitter() * random.nextDouble()));
    }

    String name() {
        return settings.name();
    }
}
