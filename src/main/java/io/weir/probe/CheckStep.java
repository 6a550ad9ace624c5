package io.weir.probe;

import io.weir.model.Worded;

/** What a check is doing; a failure names the step it happened in. */
public enum CheckStep implements Worded {
    /** Connecting. */
    CONNECT("connect", CheckCode.L4OK, CheckCode.L4CON, CheckCode.L4TOUT),
    /** Shaking hands for TLS. */
    TLS("tls", CheckCode.L6OK, CheckCode.L6RSP, CheckCode.L6TOUT),
    /** Sending. */
    SEND("send", CheckCode.L7OK, CheckCode.L7RSP, CheckCode.L7TOUT),
    /** Reading a status line. */
    STATUS("status", CheckCode.L7OK, CheckCode.L7RSP, CheckCode.L7TOUT),
    /** Reading until what is expected was seen. */
    EXPECT("expect", CheckCode.L7OK, CheckCode.L7RSP, CheckCode.L7TOUT);

    private final String word;
    private final CheckCode passed;
    private final CheckCode failed;
    private final CheckCode late;

    CheckStep(String word, CheckCode passed, CheckCode failed, CheckCode late) {
        this.word = word;
        this.passed = passed;
        this.failed = failed;
        this.late = late;
    }

    @Override
    public String word() {
        return word;
    }

    CheckCode passed() {
        return passed;
    }

    CheckCode failed() {
        return failed;
    }

    CheckCode late() {
        return late;
    }
}
