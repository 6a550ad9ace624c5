/**
 * Questions to the other nodes that a person's request waits for: their connections, their counters. Each node answers from
 * what it has itself; who does not answer in time is named. {@link io.weir.registry.inquiry.Inquiries} is the actor,
 * {@link io.weir.registry.inquiry.Inquirer} the way to it from any thread; the forms of questions and answers are the records
 * beside them, read and written by {@link io.weir.registry.inquiry.Form}. Used by {@code admin} to ask and by {@code io.weir}
 * to answer.
 */
@NullMarked
package io.weir.registry.inquiry;

import org.jspecify.annotations.NullMarked;
