package io.weir.cli.top;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How fast something went at the last looks, the oldest first. Bounded; for one thread. */
final class History {
    static final int LONGEST = 60;

    private final Deque<Pace> paces = new ArrayDeque<>();

    void add(Pace pace) {
        if (paces.size() == LONGEST) {
            paces.removeFirst();
        }
        paces.addLast(pace);
    }

    Pace last() {
        return paces.isEmpty() ? Pace.NONE : paces.getLast();
    }

    /** Several as one; each ends with the last look. */
    static History sum(List<History> histories) {
        List<List<Pace>> all =
                histories.stream().map(each -> List.copyOf(each.paces)).toList();
        int longest = all.stream().mapToInt(List::size).max().orElse(0);
        History sum = new History();
        for (int back = longest; back > 0; back--) {
            Pace pace = Pace.NONE;
            for (List<Pace> each : all) {
                pace = back <= each.size() ? pace.plus(each.get(each.size() - back)) : pace;
            }
            sum.add(pace);
        }
        return sum;
    }

    /** Connections a second at each look. */
    double[] opened() {
        return paces.stream().mapToDouble(Pace::opened).toArray();
    }

    /** Bytes a second at each look. */
    double[] bytes() {
        return paces.stream().mapToDouble(Pace::bytes).toArray();
    }
}
