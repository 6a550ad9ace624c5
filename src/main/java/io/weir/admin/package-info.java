/**
 * The admin port: health, readiness and metrics over HTTP, in the data plane's actor system. Only {@code io.weir}
 * starts it; {@link io.weir.admin.AdminServer} is the way in. Everything it shows comes from sources that any thread may
 * read, and it keeps no state of its own, so that requests run on whatever thread the HTTP server gives them.
 */
@NullMarked
package io.weir.admin;

import org.jspecify.annotations.NullMarked;
