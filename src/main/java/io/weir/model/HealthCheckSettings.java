package io.weir.model;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a pool's backends are checked.
 *
 * @param kind what a check does
 * @param tls over TLS, or null for plain TCP
 * @param interval between checks of a backend that is up and well
 * @param fastInterval between checks while it is changing, and before the first result
 * @param downInterval between checks of one that is down
 * @param timeout for one check from connect to verdict
 * @param jitter each interval is longer or shorter by up to this share, 0 to 0.5
 * @param rise successes in a row that bring it up
 * @param fall failures in a row that take it down
 * @param port another port to check, or empty for the backend's own
 * @param scope judged together or by each node for itself
 * @param owners how many nodes probe a backend where it is judged together
 */
public record HealthCheckSettings(
        CheckKind kind,
        @Nullable CheckTls tls,
        Duration interval,
        Duration fastInterval,
        Duration downInterval,
        Duration timeout,
        double jitter,
        int rise,
        int fall,
        OptionalInt port,
        Scope scope,
        int owners) {}
