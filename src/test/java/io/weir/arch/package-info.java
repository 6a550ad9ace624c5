/**
 * The law of the house: which package may know which, what is pure, what a connection may cost. Every rule is also run
 * on {@code fixture}, a small tree that breaks each of them, so that a rule that went blind is noticed.
 */
package io.weir.arch;
