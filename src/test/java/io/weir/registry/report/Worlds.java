package io.weir.registry.report;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.HostPort;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What a node could have to report. */
final class Worlds {
    private static final String[] REASONS = {"L4OK: connected", "L4CON at connect: connection refused", "L4TOUT", ""};

    private Worlds() {}

    static Subject backend(int i) {
        HostPort address = new HostPort("10.1." + i / 250 + "." + i % 250, 9000);
        return Subject.of(new BackendKey("pool-" + i % 7, address.toString(), address));
    }

    static Line line(int connections) {
        return new Line(connections, 0, 0, false, null, 0);
    }

    static Line voting(long check, Health health) {
        return new Line(0, 0, 0, false, new Line.Said(check, health, REASONS[0], "3/3"), 0);
    }

    /** So many backends with a count each. */
    static Map<Subject, Line> counting(int backends, int connections) {
        Map<Subject, Line> state = new HashMap<>();
        for (int i = 0; i < backends; i++) {
            state.put(backend(i), line(connections));
        }
        return state;
    }

    static Line any(Random random) {
        return new Line(
                random.nextInt(4) == 0 ? random.nextInt() & Integer.MAX_VALUE : random.nextInt(100),
                random.nextInt(4) == 0 ? random.nextInt(1000) : 0,
                random.nextInt(3),
                random.nextInt(10) == 0,
                random.nextBoolean()
                        ? null
                        : new Line.Said(
                                random.nextLong(),
                                random.nextBoolean() ? Health.UP : Health.DOWN,
                                REASONS[random.nextInt(REASONS.length)],
                                random.nextInt(4) + "/3"),
                random.nextInt(5) == 0 ? random.nextLong() : 0);
    }

    /** Some backends and pools come, go and change. */
    static void change(Map<Subject, Line> state, Random random, int of) {
        for (int changes = random.nextInt(1 + of / 4); changes > 0; changes--) {
            int i = random.nextInt(of);
            Subject subject = i % 11 == 0 ? Subject.of("pool-" + i) : backend(i);
            if (random.nextInt(8) == 0) {
                state.remove(subject);
            } else {
                state.put(subject, any(random));
            }
        }
        if (random.nextInt(60) == 0) {
            // A file without most of what there was: what makes a writer start a new dictionary.
            state.keySet().removeIf(subject -> random.nextInt(10) > 0);
        }
    }
}
