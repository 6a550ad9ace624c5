package io.weir.config;

/** A value that its key does not take; the message says what is wrong with it and quotes it, unless it is secret. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean ofAnotherKind;

    /** One of the right kind that is out of range. */
    Unfit(String message) {
        this(message, false);
    }

    private Unfit(String message, boolean ofAnotherKind) {
        super(message, null, false, false);
        this.ofAnotherKind = ofAnotherKind;
    }

    /** One of another kind, such as a word where a number is wanted. */
    static Unfit kind(String message) {
        return new Unfit(message, true);
    }

    boolean isOfAnotherKind() {
        return ofAnotherKind;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
