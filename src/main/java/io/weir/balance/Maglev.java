package io.weir.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Maglev's look-up table (Eisenbud and others, NSDI 2016, section 3.4): each member has its own order of all slots
 * and they take turns at taking the next free one, so that shares are even and a change of members moves few slots.
 * The turns go by weight in {@link Rotation}'s order. It depends on ids and weights alone, in whatever order they
 * are given and whatever was before: each node fills the same table.
 *
 * <p>65537 slots, doubled until there are 64 a member, which keeps shares within two percent and a table of thousands
 * within a processor's own cache. A doubled table is the one below it with each slot cut in two, evened out: whoever
 * then has more than his turns gives slots up, at most one or two, to those who have fewer. So a pool that grows or
 * shrinks across such a bound moves hardly more keys than any other change of members. Immutable. Filling costs about
 * m ln m steps for m slots: a millisecond or two at 65537, tens at half a million.
 */
public final class Maglev {
    /**
     * One member.
     *
     * @param weight 1 to 1000
     */
    public record Member(String id, int weight) {}

    /** A prime, so that every step but none leads to all slots. */
    static final int FEWEST = 65537;

    private static final int MOST = FEWEST << 8;
    private static final int FREE = -1;
    private static final int SLOTS_A_MEMBER = 64;
    private static final long OFFSET_SEED = 0x6f6666736574L;
    private static final long SKIP_SEED = 0x736b6970L;

    private final List<Member> members;
    /** Narrow while members can be told apart in 16 bits: what fits a cache twice as well is looked up faster. */
    private final char[] narrow;

    private final int[] wide;

    private Maglev(List<Member> members) {
        this.members = members;
        int[] slots = fill(members, size(members.size()));
        boolean fits = members.size() <= Character.MAX_VALUE;
        narrow = fits ? narrow(slots) : new char[0];
        wide = fits ? new int[0] : slots;
    }

    /** The table of these members; at least one, ids unique. */
    public static Maglev of(List<Member> members) {
        return new Maglev(sorted(members));
    }

    /** Whether a table of these members would be the same one. */
    public boolean isOf(List<Member> others) {
        return members.equals(sorted(others));
    }

    /** The members by id; a slot holds an index into these. */
    List<Member> members() {
        return members;
    }

    /** The member in the slot that this hash falls into. */
    int member(long hash) {
        char[] some = narrow;
        return some.length > 0
                ? some[(int) Math.unsignedMultiplyHigh(hash, some.length)]
                : wide[(int) Math.unsignedMultiplyHigh(hash, wide.length)];
    }

    int size() {
        return Math.max(narrow.length, wide.length);
    }

    private static List<Member> sorted(List<Member> members) {
        return members.stream().sorted(Comparator.comparing(Member::id)).toList();
    }

    private static int size(int members) {
        int size = FEWEST;
        while (size < MOST && size < (long) members * SLOTS_A_MEMBER) {
            size *= 2;
        }
        return size;
    }

    private static int[] fill(List<Member> members, int size) {
        Rotation rotation =
                new Rotation(members.stream().mapToInt(Member::weight).toArray());
        int[] turns = new int[size];
        for (int turn = 0; turn < size; turn++) {
            turns[turn] = rotation.at(turn);
        }
        int[] slots = new int[FEWEST];
        Arrays.fill(slots, FREE);
        deal(slots, turns, members);
        while (slots.length < size) {
            slots = halved(slots);
            deal(slots, turns, members);
        }
        return slots;
    }

    private static int[] halved(int[] slots) {
        int[] halves = new int[2 * slots.length];
        for (int half = 0; half < halves.length; half++) {
            halves[half] = slots[half / 2];
        }
        return halves;
    }

    /** Gives everyone as many slots as he has turns: he keeps those he has, and takes the free ones in his own order. */
    private static void deal(int[] slots, int[] turns, List<Member> members) {
        int size = slots.length;
        int[] left = new int[members.size()];
        for (int turn = 0; turn < size; turn++) {
            left[turns[turn]]++;
        }
        for (int slot = 0; slot < size; slot++) {
            int member = slots[slot];
            if (member != FREE && --left[member] < 0) {
                left[member] = 0;
                slots[slot] = FREE;
            }
        }
        int[] at = new int[left.length];
        int[] skip = new int[left.length];
        for (int member = 0; member < left.length; member++) {
            String id = members.get(member).id();
            at[member] = (int) Long.remainderUnsigned(StableHash.of(id, OFFSET_SEED), size);
            skip[member] = skip(StableHash.of(id, SKIP_SEED), size);
        }
        for (int turn = 0; turn < size; turn++) {
            int member = turns[turn];
            if (left[member] == 0) {
                continue;
            }
            left[member]--;
            int slot = at[member];
            while (slots[slot] != FREE) {
                slot = step(slot, skip[member], size);
            }
            slots[slot] = member;
            at[member] = step(slot, skip[member], size);
        }
    }

    /** A step that leads to all slots: nothing but 1 divides both it and their number. */
    private static int skip(long hash, int size) {
        return size == FEWEST
                ? 1 + (int) Long.remainderUnsigned(hash, size - 1)
                : 1 + 2 * (int) Long.remainderUnsigned(hash, FEWEST / 2);
    }

    private static char[] narrow(int[] slots) {
        char[] narrow = new char[slots.length];
        for (int i = 0; i < slots.length; i++) {
            narrow[i] = (char) slots[i];
        }
        return narrow;
    }

    private static int step(int slot, int skip, int size) {
        int next = slot + skip - size;
        return next < 0 ? next + size : next;
    }
}
