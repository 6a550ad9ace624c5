package io.weir;

import io.weir.observe.Meters;
import io.weir.proxy.DataPlane;

/**
 * What of a running node takes on other settings.
 *
 * @param registry of backends
 * @param listeners of this node
 * @param plane whose connections they are
 * @param access the access log
 * @param meters everything counted
 * @param membership what the other nodes are told
 */
record Parts(
        RegistryLine registry,
        RunningListeners listeners,
        DataPlane plane,
        SwitchedAccessLog access,
        Meters meters,
        Membership membership) {}
