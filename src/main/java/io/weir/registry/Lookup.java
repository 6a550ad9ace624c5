package io.weir.registry;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Looks up a host name without blocking the caller. */
@FunctionalInterface
public interface Lookup {
    /** All addresses of a name, at least one; a failure's message says why there is none. */
    CompletionStage<List<InetAddress>> find(String host);

    /** How a look-up ended. */
    sealed interface Answer {
        /** Grows with every look-up. */
        long sequence();

        /** It has addresses, at least one. */
        record Found(long sequence, List<InetAddress> addresses) implements Answer {
            public Found {
                addresses = List.copyOf(addresses);
                if (addresses.isEmpty()) {
                    throw new IllegalArgumentException("no address");
                }
            }
        }

        /** It failed; what was known before stays. */
        record Failed(long sequence, String why) implements Answer {}
    }
}
