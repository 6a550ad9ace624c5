/**
 * What picks and table builds cost, measured with JMH. Built and run in the Maven profile {@code bench} alone; see
 * {@code docs/benchmarks-picks.md}.
 */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
