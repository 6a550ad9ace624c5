/**
 * {@code weir top}: what nodes answer becomes a board, the board and what the user wants to see become lines, and the lines
 * go onto a terminal. All but {@code FullScreen} and {@code Feed} is pure. For one thread, which is the command's own; the
 * feed has another and hands what it gets over in a queue.
 */
@NullMarked
package io.weir.cli.top;

import org.jspecify.annotations.NullMarked;
