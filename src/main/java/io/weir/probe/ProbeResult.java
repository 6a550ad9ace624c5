package io.weir.probe;

import io.weir.model.LocalError;

/** How one check ended. */
public sealed interface ProbeResult {
    /** For a person to read, on one line. */
    String text();

    /**
     * The backend is well.
     *
     * @param code the layer that was reached
     * @param text what was seen
     * @param tookNanos from connect to verdict
     */
    record Passed(CheckCode code, String text, long tookNanos) implements ProbeResult {}

    /**
     * The backend is not well.
     *
     * @param code the layer and what happened there
     * @param step what the check was doing
     * @param text what was seen, for a person to read
     * @param tookNanos from connect to verdict
     */
    record Failed(CheckCode code, CheckStep step, String text, long tookNanos) implements ProbeResult {}

    /**
     * The check could not be made for a reason of our own, which says nothing about the backend.
     *
     * @param why the reason
     * @param text the same for a person to read
     */
    record NotMade(LocalError why, String text) implements ProbeResult {}

    /**
     * The check timed out, but this process itself came late to its end: it did not get to run, which says nothing about the
     * backend. See {@link io.weir.health.Excuses}.
     *
     * @param otherwise what it was if that were no excuse
     * @param text for a person to read
     */
    record Overslept(Failed otherwise, String text) implements ProbeResult {}
}
