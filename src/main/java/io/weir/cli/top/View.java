package io.weir.cli.top;

/**
 * What the user wants to see. Immutable.
 *
 * @param sort by what rows are sorted
 * @param filter only rows that hold this, whatever the case; empty for all
 * @param typing whether letters go to the filter
 * @param help whether the keys are explained
 * @param scroll how many lines of the body are above the screen; at least 0
 * @param leaving whether it is the end
 */
record View(Sort sort, String filter, boolean typing, boolean help, int scroll, boolean leaving) {
    private static final int LONGEST_FILTER = 40;

    /** By what rows are sorted. */
    enum Sort {
        /** By name, upwards. */
        NAME("name"),
        /** By open connections, the most first. */
        CONNECTIONS("connections"),
        /** By connections a second, the most first. */
        RATE("connections/s"),
        /** By bytes a second, the most first. */
        BYTES("bytes/s");

        private final String word;

        Sort(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static View first() {
        return new View(Sort.NAME, "", false, false, 0, false);
    }

    View sorted(Sort by) {
        return new View(by, filter, typing, help, 0, leaving);
    }

    /** What is more than a filter may hold is dropped. */
    View filtered(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= LONGEST_FILTER;
        return fits ? new View(sort, text, typing, help, 0, leaving) : this;
    }

    View typing(boolean now) {
        return new View(sort, filter, now, help, scroll, leaving);
    }

    View help(boolean now) {
        return new View(sort, filter, typing, now, scroll, leaving);
    }

    View scrolled(int to) {
        return new View(sort, filter, typing, help, Math.max(0, to), leaving);
    }

    View leave() {
        return new View(sort, filter, typing, help, scroll, true);
    }
}
