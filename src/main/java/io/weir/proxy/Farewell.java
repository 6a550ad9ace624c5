package io.weir.proxy;

import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import java.time.Duration;

/** How the connections to one backend are ended on one loop. On the loop's thread. */
final class Farewell {
    private Farewell() {}

    static void now(LoopProxy proxy, BackendKey key) {
        proxy.each(connection -> {
            if (connection.isAt(key)) {
                connection.reset(CloseReason.KILLED);
            }
        });
    }

    /** Each is given its time to go, and keeps an earlier one it was given before; the loops take turns. */
    static void over(LoopProxy proxy, BackendKey key, Duration time, int loops) {
        int[] left = {0};
        proxy.each(connection -> left[0] += connection.isAt(key) ? 1 : 0);
        if (left[0] == 0) {
            return;
        }
        double step = (double) time.toNanos() / left[0];
        double[] at = {proxy.loop().now() + step * proxy.loop().index() / loops};
        proxy.each(connection -> {
            if (connection.isAt(key)) {
                connection.departAt((long) at[0]);
                at[0] += step;
            }
        });
    }
}
