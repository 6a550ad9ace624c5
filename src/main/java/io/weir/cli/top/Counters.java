package io.weir.cli.top;

/**
 * What one node counts of one thing.
 *
 * @param connections open now
 * @param opened since the node's start
 * @param in bytes from clients since then
 * @param out bytes to clients since then
 */
record Counters(long connections, long opened, long in, long out) {}
