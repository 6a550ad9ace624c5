package io.weir.model;

import java.time.Duration;

/**
 * When failed dials take a backend out of use on this node.
 *
 * @param consecutiveFailures so many in a row, or {@link Off#COUNT}
 * @param ejection for so long
 */
public record OutlierSettings(int consecutiveFailures, Duration ejection) {}
