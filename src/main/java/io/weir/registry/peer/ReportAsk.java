package io.weir.registry.peer;

/**
 * Asks a node to report everything once more: a part of its reports did not arrive.
 *
 * @param dictionary the one that is known of it; 0 for none
 * @param known so many entries of that dictionary are known from the first on
 */
public record ReportAsk(long dictionary, int known) implements PeerMessage {}
