package io.weir.registry.peer;

/** A message that only a newer version knows. It is passed over. */
public record Unheard() implements PeerMessage {}
