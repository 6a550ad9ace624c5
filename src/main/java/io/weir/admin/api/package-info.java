/**
 * What the admin port answers under {@code /api/v1}: routes, the reading of bodies with every problem at once, views as
 * JSON. Knows nothing of the HTTP server: a {@link io.weir.admin.api.Call} goes in, a {@link io.weir.admin.api.Reply} comes
 * out, so that all of it can be tried without a socket. Used by {@code admin}, and by {@code io.weir}, which fills
 * {@link io.weir.admin.api.ApiSources}. Keeps nothing; any thread.
 */
@NullMarked
package io.weir.admin.api;

import org.jspecify.annotations.NullMarked;
