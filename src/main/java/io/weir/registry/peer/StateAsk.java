package io.weir.registry.peer;

/**
 * Asks for all that the receiver holds of what was said at run time.
 *
 * @param id goes into every part of the answer; not 0
 */
public record StateAsk(long id) implements PeerMessage {}
