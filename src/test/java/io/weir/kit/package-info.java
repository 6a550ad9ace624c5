/**
 * What every test may lean on: a started Weir process, ill-mannered peers, strict readers of what Weir says, and
 * repeatable random data. Nothing here imports Weir's own classes, so that a test written with it sees what a user
 * sees. Classes are for one test thread unless their own text says otherwise.
 */
@NullMarked
package io.weir.kit;

import org.jspecify.annotations.NullMarked;
