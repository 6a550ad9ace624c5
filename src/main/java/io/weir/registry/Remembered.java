package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import io.weir.model.ProbeTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a restart of the registry, so that one loses nothing: a failed message changes no more than itself. Touched
 * by the registry's own thread only.
 */
final class Remembered {
    RegistryState state = RegistryState.EMPTY;
    /** What was last said of each backend's health, and since when that is so. */
    final Map<BackendKey, Noted> noted = new HashMap<>();
    /** Reports and answers that are not in the state yet. */
    final Map<BackendKey, ProbeReport> reports = new LinkedHashMap<>();

    final Map<String, Lookup.Answer> answers = new LinkedHashMap<>();
    /** The newest report of the checks, also where it changes nothing. */
    final Map<BackendKey, ProbeReport> latest = new HashMap<>();

    @Nullable
    Probes probes;

    @Nullable
    ActorRef<NameResolver.Command> names;

    List<ProbeTarget> targets = List.of();
    Map<String, Duration> hosts = Map.of();
    long stamps;

    /**
     * A backend's health as last said.
     *
     * @param sinceEpochMillis when
     * @param firstSeenNanos when the backend was first heard of
     */
    record Noted(Health health, long sinceEpochMillis, long firstSeenNanos) {}
}
