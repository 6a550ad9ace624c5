package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.ProbeTarget;
import java.util.List;

/** The health checks as the registry drives them. Called from its thread; must not block. */
public interface Probes {
    /** Check these and no others. */
    void watch(List<ProbeTarget> targets);

    /** A dial to this backend failed: check it soon. */
    void hurry(BackendKey key);
}
