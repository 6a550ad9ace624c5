package io.weir.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A smooth weighted order that is computed, not stored. Over a cycle, whose length is the sum of the weights after
 * division by their greatest common divisor, each member comes up exactly as often as its weight says, spread evenly.
 *
 * <p>Members of one weight form a class and take turns in the file's order, so equal weights give plain round robin.
 * Above the classes stands a balanced binary tree; a node deals its positions out to its halves as evenly as whole
 * numbers allow (the line-drawing rule: the left half gets position p where floor((p+1)L/T) passes floor(pL/T)).
 * Looking up a position costs one division for equal weights and two more a level of the tree otherwise: at most ten
 * levels, as there are at most 1000 different weights. Immutable; space is proportional to the members.
 */
final class Rotation {
    private final Node root;
    private final long cycle;

    /** Weights of the members by index, each at least 1. */
    Rotation(int[] weights) {
        long divisor = 0;
        SortedMap<Integer, List<Integer>> classes = new TreeMap<>((a, b) -> Integer.compare(b, a));
        for (int i = 0; i < weights.length; i++) {
            divisor = gcd(weights[i], divisor);
            classes.computeIfAbsent(weights[i], w -> new ArrayList<>()).add(i);
        }
        List<Node> leaves = new ArrayList<>();
        for (var entry : classes.entrySet()) {
            int[] members =
                    entry.getValue().stream().mapToInt(Integer::intValue).toArray();
            leaves.add(new Node(entry.getKey() / divisor * members.length, members, null, null));
        }
        root = tree(leaves);
        cycle = root.total;
    }

    /** How many positions until the order repeats. */
    long cycle() {
        return cycle;
    }

    /** Who is up at this position; any number, going round the cycle. */
    int at(long turn) {
        long position = Long.remainderUnsigned(turn, cycle);
        Node node = root;
        while (true) {
            Node left = node.left;
            Node right = node.right;
            if (left == null || right == null) {
                return node.members[(int) (position % node.members.length)];
            }
            long before = position * left.total / node.total;
            boolean goesLeft = (position + 1) * left.total / node.total != before;
            node = goesLeft ? left : right;
            position = goesLeft ? before : position - before;
        }
    }

    private static Node tree(List<Node> nodes) {
        if (nodes.size() == 1) {
            return nodes.getFirst();
        }
        int half = nodes.size() / 2;
        Node left = tree(nodes.subList(0, half));
        Node right = tree(nodes.subList(half, nodes.size()));
        return new Node(left.total + right.total, new int[0], left, right);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** A class of equals, or two halves. */
    private static final class Node {
        private final long total;
        private final int[] members;
        private final @Nullable Node left;
        private final @Nullable Node right;

        Node(long total, int[] members, @Nullable Node left, @Nullable Node right) {
            this.total = total;
            this.members = members;
            this.left = left;
            this.right = right;
        }
    }
}
