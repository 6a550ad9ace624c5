package io.weir.balance;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Marks of which candidates have room: a bit each, and above them a bit for each word that is not empty, so that the
 * next one with room is found in a few words even where thousands are full. Set by whoever frees the first place,
 * cleared by whoever takes the last; whoever clears looks again, so a mark is never missing for long. Any thread.
 */
final class Room implements Seat.Watcher {
    private final Candidates candidates;
    private final boolean capped;
    private final AtomicLongArray words;
    private final AtomicLongArray summary;
    private volatile boolean marked;

    Room(Candidates candidates) {
        this.candidates = candidates;
        capped = candidates.capped();
        int count = (candidates.size() + 63) >>> 6;
        words = new AtomicLongArray(count);
        summary = new AtomicLongArray((count + 63) >>> 6);
    }

    /** Takes the candidates' seats over and begins to keep the marks. */
    void attach() {
        if (!capped) {
            candidates.seat(null);
            return;
        }
        candidates.seat(this);
        for (int i = 0; i < candidates.size(); i++) {
            if (!candidates.full(i)) {
                mark(i);
            }
        }
        marked = true;
    }

    /** Whether one is full, by its mark, which lies nearer at hand than its count. */
    boolean full(int index) {
        if (!capped) {
            return false;
        }
        return marked ? (words.get(index >>> 6) & (1L << index)) == 0 : candidates.full(index);
    }

    /** Leases this one, or null where it is full or was tried. */
    @Nullable
    Lease lease(int index, List<Backend> tried) {
        return full(index) ? null : candidates.lease(index, tried);
    }

    /** Leases the first at or after {@code from}, going round, that has room and was not tried. */
    @Nullable
    Lease leaseNext(int from, List<Backend> tried) {
        // A table that a newer one has replaced hears nothing any more, and its marks mean nothing.
        boolean byMarks = marked;
        int i = from;
        for (int left = candidates.size(); left > 0; left--) {
            if (byMarks) {
                i = next(i);
                if (i < 0) {
                    return null;
                }
            }
            Lease lease = candidates.lease(i, tried);
            if (lease != null) {
                return lease;
            }
            i = i + 1 == candidates.size() ? 0 : i + 1;
        }
        return null;
    }

    @Override
    public void leased(int index) {
        if (candidates.full(index)) {
            clear(index);
        }
    }

    @Override
    public void released(int index) {
        // Full still where it was an allowance that was raised, and not above what is held
        if ((words.get(index >>> 6) & (1L << index)) == 0 && !candidates.full(index)) {
            mark(index);
        }
    }

    @Override
    public void replaced() {
        marked = false;
    }

    /** The first marked one at or after {@code from}, going round; -1 where there is none. */
    private int next(int from) {
        int word = from >>> 6;
        long here = words.get(word) & (-1L << from);
        if (here != 0) {
            return (word << 6) + Long.numberOfTrailingZeros(here);
        }
        int found = nextWord(word + 1);
        if (found < 0) {
            found = nextWord(0);
        }
        if (found < 0) {
            return -1;
        }
        long bits = words.get(found);
        // Emptied since the summary was read: the caller takes a look at one that is full and goes on from there.
        return (found << 6) + (bits == 0 ? 0 : Long.numberOfTrailingZeros(bits));
    }

    private int nextWord(int from) {
        for (int s = from >>> 6; s < summary.length(); s++) {
            long bits = summary.get(s);
            if (s == from >>> 6) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                return (s << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    private void mark(int index) {
        int word = index >>> 6;
        words.getAndUpdate(word, w -> w | (1L << index));
        summary.getAndUpdate(word >>> 6, w -> w | (1L << word));
    }

    private void clear(int index) {
        int word = index >>> 6;
        words.getAndUpdate(word, w -> w & ~(1L << index));
        if (words.get(word) == 0) {
            summary.getAndUpdate(word >>> 6, w -> w & ~(1L << word));
            if (words.get(word) != 0) {
                summary.getAndUpdate(word >>> 6, w -> w | (1L << word));
            }
        }
        if (!candidates.full(index)) {
            mark(index);
        }
    }
}
