/** Tests of how what the API says is written. */
@NullMarked
package io.weir.admin.api;

import org.jspecify.annotations.NullMarked;
