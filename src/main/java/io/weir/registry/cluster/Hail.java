package io.weir.registry.cluster;

import io.weir.model.HostPort;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What couriers call to each other where they are not members of one cluster: who is there, and what it is part of.
 *
 * @param cluster the cluster's name as the sender's file has it
 * @param node the sender's name
 * @param uid the sender's incarnation
 * @param address where the sender is dialled
 * @param island what it is a member of; null while it is of none
 * @param answer whether this answers a hail, and so wants none back
 */
record Hail(
        String cluster,
        String node,
        long uid,
        HostPort address,
        @Nullable Island island,
        boolean answer) implements Courier.Command {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    /** Whoever reaches the cluster port may send one: what does not make sense never becomes one. */
    Hail {
        Objects.requireNonNull(cluster);
        Objects.requireNonNull(node);
        if (!HOST.matcher(address.host()).matches() || address.port() < 1 || address.port() > 65_535) {
            throw new IllegalArgumentException("no address to answer to");
        }
    }
}
