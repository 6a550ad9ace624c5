/**
 * From a HOCON file to {@link io.weir.model.Settings}: every problem in one go, with file and line. The one place
 * where a key's name, kind and range stand in code; its default and meaning stand in {@code reference.conf}.
 * Called by {@code io.weir} only. Everything here is a function of the files and of {@link io.weir.config.Host};
 * nothing but the parsed {@code reference.conf} is kept between two readings, so any thread may call it.
 */
@NullMarked
package io.weir.config;

import org.jspecify.annotations.NullMarked;
