/** The way to a node's admin port: routes, answers, failures and the stream of events. For one thread each. */
@NullMarked
package io.weir.cli.http;

import org.jspecify.annotations.NullMarked;
