package io.weir.registry.overrides;

import io.weir.balance.Cases;
import io.weir.model.BackendKey;
import io.weir.model.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Entries for tests: few fields, few stamps, so that they meet. */
public final class Said {
    private Said() {}

    /** A backend on loopback. */
    public static BackendKey backend(String id) {
        return new BackendKey("web", id, new HostPort("127.0.0.1", 9000));
    }

    /** A write of a field of backend {@code b}. */
    public static Entry entry(String name, long time, long node, String value) {
        return entry(Field.of(backend("b"), name), new Stamp(time, node), Stamp.NONE, value);
    }

    /** A write. */
    public static Entry entry(Field field, Stamp stamp, Stamp over, String value) {
        return new Entry(field, stamp, over, value, "test", stamp.time());
    }

    /** Any entries; several may share a stamp though they say different things, which must not matter either. */
    public static List<Entry> any(SplittableRandom random, int most) {
        List<Entry> entries = new ArrayList<>();
        for (int i = Cases.between(random, 0, most); i > 0; i--) {
            Field field = random.nextInt(4) == 0
                    ? Field.ofPool("p" + random.nextInt(2), Field.POOL)
                    : Field.of(
                            backend("b" + random.nextInt(3)),
                            Cases.oneOf(random, new String[] {Field.WEIGHT, Field.STATE, "ofTomorrow"}));
            String value = random.nextInt(4) == 0 ? null : Integer.toString(random.nextInt(3));
            Stamp stamp = new Stamp(random.nextInt(1, 6), random.nextInt(1, 4));
            entries.add(entry(field, stamp, new Stamp(random.nextInt(0, 6), random.nextInt(1, 4)), value));
        }
        return entries;
    }
}
