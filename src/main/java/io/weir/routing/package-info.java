/**
 * The waist between the planes: an immutable table of pools and backends that slow, serial code builds and the data
 * plane reads once a connection. {@code registry} builds and publishes from one thread; {@code proxy} and {@code
 * admin} read from any. Building is pure: the same inputs over the same table give that very table back.
 */
@NullMarked
package io.weir.routing;

import org.jspecify.annotations.NullMarked;
