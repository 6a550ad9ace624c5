package io.weir.registry;

import io.weir.model.PoolSettings;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pools as this node's file has them.
 *
 * @param stamp the later of two readings has the higher one
 * @param pools by name, in the file's order
 * @param literals what the hosts among their backends that are literal addresses stand for; the others are names
 */
public record Definitions(long stamp, Map<String, PoolSettings> pools, Map<String, InetAddress> literals) {
    /** Before the file was read. */
    public static final Definitions NONE = new Definitions(Long.MIN_VALUE, Map.of(), Map.of());

    public Definitions {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
        literals = Map.copyOf(literals);
    }

    /** Whether there ever was a file. */
    public boolean areRead() {
        return stamp != NONE.stamp;
    }

    /** What was read. Asks no name server. */
    public static Definitions of(long stamp, Map<String, PoolSettings> pools) {
        Map<String, InetAddress> literals = new HashMap<>();
        pools.values().stream().flatMap(pool -> pool.backends().stream()).forEach(spec -> {
            InetAddress literal = literal(spec.address().host());
            if (literal != null) {
                literals.put(spec.address().host(), literal);
            }
        });
        return new Definitions(stamp, pools, literals);
    }

    static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
