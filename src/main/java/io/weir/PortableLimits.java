package io.weir;

import io.weir.model.ListenerSettings;
import io.weir.model.RefuseWith;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the portable sockets cannot do is said, not discovered. */
final class PortableLimits {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private PortableLimits() {}

    /**
     * Says it of these listeners.
     *
     * @param kind of the loops in use
     */
    static void warn(String kind, Collection<ListenerSettings> listeners) {
        if (!kind.equals("nio")) {
            return;
        }
        for (ListenerSettings listener : listeners) {
            if (listener.refuseWith() == RefuseWith.DROP) {
                LOG.warn("listener {}: refuse-with = drop resets instead on transport nio", listener.name());
            }
            if (listener.binds().stream().anyMatch(bind -> bind.host().equals("::"))) {
                LOG.warn("listener {}: a bind of [::] takes IPv4 too on transport nio", listener.name());
            }
        }
    }
}
