package io.weir.balance;

/**
 * Room before the fields of an object that several processors write, so that two such objects made one after the
 * other never share a cache line (or the pair of lines that is fetched together): 128 bytes with the object's own.
 */
@SuppressWarnings("unused")
abstract class Spaced {
    private long gap0;
    private long gap1;
    private long gap2;
    private long gap3;
    private long gap4;
    private long gap5;
    private long gap6;
    private long gap7;
    private long gap8;
    private long gap9;
    private long gap10;
    private long gap11;
}
