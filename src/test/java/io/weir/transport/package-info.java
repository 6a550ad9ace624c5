/** The transport on both socket implementations: every test runs on each. */
package io.weir.transport;
