/** Text for terminals: widths, tables, amounts and tones. Pure values, for any thread. */
@NullMarked
package io.weir.cli.text;

import org.jspecify.annotations.NullMarked;
