/** Linux system calls, one at a time. */
package io.weir.transport.linux;
