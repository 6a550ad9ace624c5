/** Leases and pools without sockets. */
package io.weir.transport.socket;
