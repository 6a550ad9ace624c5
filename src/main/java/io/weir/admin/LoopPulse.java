package io.weir.admin;

/**
 * How an event loop does.
 *
 * @param loop its number
 * @param lagNanos by how much the last task that was due ran late, at least 0
 * @param sinceTurnNanos how long ago it last went round; an idle loop must go round at least once a second
 */
public record LoopPulse(int loop, long lagNanos, long sinceTurnNanos) {}
