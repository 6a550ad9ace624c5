package io.weir.registry.peer;

/** The sender will be gone in a second or two: whoever is to check what it checks should begin now. */
public record Leaving() implements PeerMessage {}
