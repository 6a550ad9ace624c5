package io.weir.balance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Maglev's look-up table (Eisenbud and others, NSDI 2016, section 3.4): each member has its own order of all slots
 * and they take turns at taking the next free one, so that shares are even and a change of members moves few slots.
 * The turns go by weight in {@link Rotation}'s order. It depends on ids and weights alone, in whatever order they
 * are given: each node fills the same table.
 *
 * <p>65537 slots, or the next prime above a power of two that is at least 64 times the members, which keeps shares
 * within two percent and a table of thousands within a processor's own cache; crossing such a bound moves every key. Immutable. Filling costs about m ln m steps for m
 * slots: a millisecond or two at 65537, tens at half a million.
 */
public final class Maglev {
    /**
     * One member.
     *
     * @param weight 1 to 1000
     */
    public record Member(String id, int weight) {}

    /** The first primes above 2^16, 2^17, ... */
    static final int[] SIZES = {65537, 131101, 262147, 524309, 1048583, 2097169, 4194319, 8388617, 16777259};

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
        for (int size : SIZES) {
            if (size >= (long) members * SLOTS_A_MEMBER) {
                return size;
            }
        }
        return SIZES[SIZES.length - 1];
    }

    private static int[] fill(List<Member> members, int size) {
        Rotation turns = new Rotation(members.stream().mapToInt(Member::weight).toArray());
        int[] at = new int[members.size()];
        int[] skip = new int[members.size()];
        for (int i = 0; i < at.length; i++) {
            String id = members.get(i).id();
            at[i] = (int) Long.remainderUnsigned(StableHash.of(id, OFFSET_SEED), size);
            skip[i] = 1 + (int) Long.remainderUnsigned(StableHash.of(id, SKIP_SEED), size - 1);
        }
        int[] slots = new int[size];
        Arrays.fill(slots, -1);
        for (int taken = 0; taken < size; taken++) {
            int member = turns.at(taken);
            int slot = at[member];
            while (slots[slot] >= 0) {
                slot = step(slot, skip[member], size);
            }
            slots[slot] = member;
            at[member] = step(slot, skip[member], size);
        }
        return slots;
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
