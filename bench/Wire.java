/** What client and backend say to each other: sizes in bytes. */
final class Wire {
    static final int REQUEST = 100;
    static final int RESPONSE = 200;

    /** More than a round can move: streams are cut at its end. HAProxy begins to splice well into a stream, if at all. */
    static final long BULK = 1L << 40;

    private Wire() {}
}
