/**
 * Black-box tests: each starts the real process through {@code ./weir run} and sees only what a user, a client or a
 * backend sees. Nothing here imports Weir's own classes. A tag {@code contract-N} or {@code peers-N} says which
 * numbered behaviour a test shows.
 */
@NullMarked
package io.weir.it;

import org.jspecify.annotations.NullMarked;
