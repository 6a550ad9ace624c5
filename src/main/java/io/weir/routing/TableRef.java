package io.weir.routing;

/** Where the table in use is found. One thread publishes, any thread reads, nobody waits. */
public final class TableRef {
    private volatile RoutingTable current = RoutingTable.EMPTY;
    private volatile Runnable follower = () -> {};

    /** The table in use; read it once a connection. */
    public RoutingTable current() {
        return current;
    }

    /** Has this told of each newer table once it is in use, by the thread that publishes: it must neither wait nor fail. */
    public void follow(Runnable told) {
        follower = told;
    }

    /**
     * Puts a newer table in use; the same one again changes nothing. One of a lower version, or another one of the
     * same version, throws {@link IllegalArgumentException}.
     */
    public void publish(RoutingTable next) {
        RoutingTable now = current;
        if (next.equals(now)) {
            return;
        }
        if (next.version() <= now.version()) {
            throw new IllegalArgumentException(
                    "table " + next.version() + " is not newer than " + now.version() + ", the one in use");
        }
        // Before anybody can pick from it: a reader that had to do it could still be at it when the next one comes.
        next.pools().values().forEach(PoolRoute::attach);
        current = next;
        follower.run();
    }
}
