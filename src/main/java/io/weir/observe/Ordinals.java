package io.weir.observe;

/** Where an enum constant's counter stands in a row of counters; rows live no longer than the process. */
final class Ordinals {
    private Ordinals() {}

    @SuppressWarnings("EnumOrdinal") // the index is never stored or sent, and a map would allocate on the hot path
    static int of(Enum<?> constant) {
        return constant.ordinal();
    }
}
