package io.weir.routing;

import io.weir.balance.Lease;
import io.weir.model.CloseReason;

/** What a pool says to a connection that wants a backend. */
public sealed interface Choice {
    /** Dial this one, and close the lease when the connection or the attempt is over. */
    record Leased(Lease lease) implements Choice {}

    /** None: {@link CloseReason#NO_BACKEND} or {@link CloseReason#BACKEND_FULL}. */
    record Refused(CloseReason reason) implements Choice {}
}
