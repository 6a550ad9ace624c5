package io.weir.registry.inquiry;

/**
 * What became of a wish to end a connection.
 *
 * @param killed whether it was there; it is not any more
 */
public record KillPart(boolean killed) {}
