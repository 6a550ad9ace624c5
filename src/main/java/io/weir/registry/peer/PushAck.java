package io.weir.registry.peer;

/**
 * What a {@link Push} brought is in the sender's table.
 *
 * @param id the push's
 */
public record PushAck(long id) implements PeerMessage {}
