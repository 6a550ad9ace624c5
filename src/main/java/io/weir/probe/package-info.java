/**
 * Active health checks: {@link io.weir.probe.ProbeSupervisor} keeps one {@link io.weir.probe.Prober} a backend, each of
 * which asks {@link io.weir.probe.CheckDesk} for one check at a time and reports what its checks make of the backend.
 *
 * <p>May be used by {@code io.weir}, which wires it. Actors never block; the sockets of a check are driven by a virtual
 * thread of its own, and one check ends at its deadline whatever the other side does.
 */
@NullMarked
package io.weir.probe;

import org.jspecify.annotations.NullMarked;
