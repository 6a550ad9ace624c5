package io.weir.model;

import java.util.OptionalLong;

/**
 * One run of a node's process, from which its connections have their ids and the times they are shown with. A run after a
 * restart is another one, so an id never comes twice in a cluster whose nodes have names of their own.
 *
 * @param node the node's name: letters, digits, dots, hyphens, underscores
 * @param startedMillis when it started, by the wall clock
 * @param startedNanos the same moment by the monotonic clock
 */
public record NodeRun(String node, long startedMillis, long startedNanos) {
    private static final int RADIX = 36;
    private static final int LONGEST = 300;

    /** What all ids of this run begin with: the node's name and when it started. */
    public String prefix() {
        return node.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + Long.toString(startedMillis, RADIX) + "-";
    }

    /** The id of a connection, such as {@code n1-mk3f9x2a-513}; fit for a URL. */
    public String id(long number) {
        return prefix() + number;
    }

    /** Which of this run's connections an id names; empty where it is another run's, or no id. */
    public OptionalLong number(String id) {
        String prefix = prefix();
        return id.startsWith(prefix) ? digits(id.substring(prefix.length())) : OptionalLong.empty();
    }

    /** When something was that happened at a moment of the monotonic clock: the same at each asking, whatever the wall clock does since. */
    public long epochMillis(long nanos) {
        return startedMillis + Math.floorDiv(nanos - startedNanos, 1_000_000L);
    }

    /** The name of the node in an id, or empty text where it is no id that a node would give. */
    public static String nodeOf(String id) {
        int number = id.lastIndexOf('-');
        int start = number <= 0 ? -1 : id.lastIndexOf('-', number - 1);
        boolean possible = id.length() <= LONGEST
                && start > 0
                && digits(id.substring(number + 1)).isPresent()
                && id.substring(start + 1, number).matches("[0-9a-z]{1,13}")
                && id.substring(0, start).matches("[A-Za-z0-9._-]+");
        return possible ? id.substring(0, start) : "";
    }

    private static OptionalLong digits(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
