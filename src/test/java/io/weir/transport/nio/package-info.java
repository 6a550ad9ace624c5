/** The portable sockets without sockets. */
package io.weir.transport.nio;
