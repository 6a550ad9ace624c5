/** What the data plane decides, apart from sockets; connections' lives are tried from outside in {@code io.weir.it}. */
package io.weir.proxy;
