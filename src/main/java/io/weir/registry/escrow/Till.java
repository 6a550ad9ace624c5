package io.weir.registry.escrow;

/** Where connections of one account are counted on this node and held to its allowance. */
public interface Till {
    /**
     * From now on a connection is let in only while fewer than {@code limit} are held. Those that are held stay.
     *
     * @param limit 0 or more; {@link io.weir.model.Off#COUNT} for no limit but the node's own
     * @return how many are held, counted after the limit took effect: there will never be more than the larger of both
     */
    int allow(int limit);

    /**
     * Once {@code held} are held, {@link Escrow#wanted} is to be called, once, so that more is borrowed before it is needed.
     *
     * @param held {@link io.weir.model.Off#COUNT} for never
     */
    void callAt(int held);

    /** How many connections are held now. */
    int used();

    /** How many times, since this was last asked, a connection was turned away by the limit alone. */
    int takeWaiting();
}
