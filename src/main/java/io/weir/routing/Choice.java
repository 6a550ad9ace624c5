package io.weir.routing;

import io.weir.balance.Lease;
import io.weir.model.BackendKey;
import io.weir.model.CloseReason;
import org.jspecify.annotations.Nullable;

/** What a pool says to a connection that wants a backend. */
public sealed interface Choice {
    /** Dial this one, and close the lease when the connection or the attempt is over. */
    record Leased(Lease lease) implements Choice {}

    /**
     * None yet: there would be room but for this node's share of a cap that holds over the cluster. Ask again soon.
     *
     * @param pool whose cap it is, or whose backend's
     * @param backend whose cap it is; null for the pool's own
     * @param news whether the lender should be told: it was not, since it last looked
     */
    record InNeed(String pool, @Nullable BackendKey backend, boolean news) implements Choice {}

    /** None: {@link CloseReason#NO_BACKEND} or {@link CloseReason#BACKEND_FULL}. */
    record Refused(CloseReason reason) implements Choice {}
}
