package io.weir.registry.peer;

/**
 * Answers a {@link NameAsk}.
 *
 * @param id the question's
 * @param named whether the sender's file names the backend
 */
public record NameAnswer(long id, boolean named) implements PeerMessage {}
