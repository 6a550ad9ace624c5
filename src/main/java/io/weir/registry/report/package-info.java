/**
 * What a node reports of itself to every other several times a second - votes, connection counts, allowances - and what is
 * made of what others report. {@link io.weir.registry.report.ReportWriter} turns the present into as little as possible,
 * {@link io.weir.registry.report.ReportReader} turns it back.
 *
 * <p>Used by {@code registry} alone, on its thread. Nothing here knows a clock, a socket or an actor; time is a parameter.
 */
@NullMarked
package io.weir.registry.report;

import org.jspecify.annotations.NullMarked;
