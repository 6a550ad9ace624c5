package io.weir.admin;

import io.weir.observe.HistogramTotal;

/**
 * How an event loop does.
 *
 * @param loop its number
 * @param lagNanos the longest a ready socket may have waited for it in the last 15 seconds, a turn that still goes on included
 * @param lags the longest such wait of each second so far
 * @param sinceTurnNanos how long ago it last went round; an idle loop must go round at least once a second
 * @param buffers its buffers
 * @param waiting connections that wait for a buffer
 * @param pipes its kernel pipes
 */
public record LoopPulse(
        int loop, long lagNanos, HistogramTotal lags, long sinceTurnNanos, Leases buffers, int waiting, Leases pipes) {
    /**
     * What a loop's pool holds.
     *
     * @param leased those with bytes in them
     * @param spare those kept for the next
     */
    public record Leases(int leased, int spare) {
        /** An empty pool. */
        public static final Leases NONE = new Leases(0, 0);
    }
}
