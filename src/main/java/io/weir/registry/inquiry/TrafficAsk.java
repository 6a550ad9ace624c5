package io.weir.registry.inquiry;

/** Asks what a node has counted since its start. Answered by {@link TrafficPart}s. */
public record TrafficAsk() {
    /** Its word. */
    public static final String WORD = "traffic";
}
