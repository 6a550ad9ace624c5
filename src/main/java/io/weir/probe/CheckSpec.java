package io.weir.probe;

import io.weir.model.CheckKind;
import io.weir.model.CheckTls;
import io.weir.model.ProbeTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One check to make.
 *
 * @param address where to connect, resolved
 * @param host the backend's host and port as defined, for the {@code Host} header
 * @param name the backend's host as defined, for TLS
 * @param kind what to do
 * @param tls over TLS, or null
 * @param timeout for the whole check
 */
public record CheckSpec(
        InetSocketAddress address,
        String host,
        String name,
        CheckKind kind,
        @Nullable CheckTls tls,
        Duration timeout) {
    /** The check of a target. */
    public static CheckSpec of(ProbeTarget target) {
        var check = target.check();
        var defined = target.key().address();
        return new CheckSpec(
                target.checkedAddress(),
                defined.toString(),
                defined.host(),
                check.kind(),
                check.tls(),
                check.timeout());
    }
}
