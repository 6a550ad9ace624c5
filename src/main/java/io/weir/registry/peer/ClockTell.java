package io.weir.registry.peer;

/**
 * What the sender's wall clock shows.
 *
 * @param epochMillis as it was sent
 */
public record ClockTell(long epochMillis) implements PeerMessage {}
