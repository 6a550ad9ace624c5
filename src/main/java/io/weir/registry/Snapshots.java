package io.weir.registry;

import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Merge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what is on disk up with what is known: one write at a time, each of all that is new at its start, so that changes that
 * come meanwhile share the next one. A failed one is tried again. On the registry's thread.
 */
final class Snapshots {
    private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Remembered memory;
    private final RegistryWiring wiring;
    private final Telling telling;
    /** What the last write did not have yet; the newest of each field, so that a disk that stands still costs no more. */
    private final Map<Field, Entry> fresh = new LinkedHashMap<>();

    private long wanted;
    private long started;
    private long saved;
    private boolean writing;
    private boolean failed;
    private long failedAt;

    Snapshots(Remembered memory, RegistryWiring wiring) {
        this.memory = memory;
        this.wiring = wiring;
        this.telling = new Telling(wiring);
    }

    /** These are known now. */
    void took(Merge merge) {
        if (wiring.disk().durable()) {
            merge.steps().forEach(step -> fresh.put(step.after().field(), step.after()));
        }
    }

    /** Saves what is known now; returns the number of the write that has it. */
    long save() {
        if (!wiring.disk().durable() || (fresh.isEmpty() && !failed)) {
            return wanted;
        }
        // What is being written now may be older.
        wanted = started + 1;
        begin();
        return wanted;
    }

    private void begin() {
        if (!writing && started < wanted) {
            long number = ++started;
            writing = true;
            List<Entry> more = List.copyOf(fresh.values());
            fresh.clear();
            memory.desk()
                    .pipe(
                            wiring.disk().write(memory.state.plan().overrides(), more),
                            (done, fault) -> new BackendRegistry.Written(number, fault));
        }
    }

    void written(BackendRegistry.Written written) {
        writing = false;
        if (written.fault() == null) {
            saved = written.number();
            if (failed) {
                telling.savedAgain();
            }
            failed = false;
            begin();
        } else {
            if (!failed) {
                telling.notSaved(written.fault());
            }
            failed = true;
            failedAt = wiring.clock().nanoTime();
            wanted = started + 1;
            memory.desk().beat();
        }
    }

    /** Whether a write has ended, well or not. */
    boolean isOver(long number) {
        return !wiring.disk().durable() || saved >= number || (failed && started >= number && !writing);
    }

    /** Whether a write, or a later one, is on disk. */
    boolean isSaved(long number) {
        return wiring.disk().durable() && saved >= number;
    }

    boolean failed() {
        return failed;
    }

    void tick(long nowNanos) {
        if (failed && nowNanos - failedAt >= AGAIN_NANOS) {
            failedAt = nowNanos;
            begin();
        }
    }
}
