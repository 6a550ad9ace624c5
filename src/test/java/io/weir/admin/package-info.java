/** Tests of the admin port: pure parts by value, routes over real sockets on ports of the system's choice. */
@NullMarked
package io.weir.admin;

import org.jspecify.annotations.NullMarked;
