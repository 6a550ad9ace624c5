package io.weir.model;

import java.time.Duration;

/**
 * How a node stops.
 *
 * @param announce not ready but still accepting for so long
 * @param drain then nothing is cut for so long; may be {@link Off off}: until the last connection has ended
 * @param closeOver then what is left is closed, evenly over this time
 */
public record ShutdownSettings(Duration announce, Duration drain, Duration closeOver) {
    /** The same without announcing. */
    public ShutdownSettings unannounced() {
        return new ShutdownSettings(Duration.ZERO, drain, closeOver);
    }
}
