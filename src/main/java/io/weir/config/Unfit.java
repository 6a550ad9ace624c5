package io.weir.config;

/** A value that its key does not take; the message says what is wrong with it and quotes it, unless it is secret. */
final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
        super(message, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
