package io.weir.probe;

import java.util.concurrent.CompletionStage;

/** Makes one check without blocking the caller. */
@FunctionalInterface
public interface Checker {
    /** Starts a check; the result comes on any thread, within the check's time-out and a little, and never as a failure. */
    CompletionStage<ProbeResult> check(CheckSpec spec);
}
