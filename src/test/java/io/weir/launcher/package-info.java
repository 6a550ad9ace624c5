/** The shell scripts at the top of the tree, with a pretended JDK and a pretended Maven that write down how they were called. */
package io.weir.launcher;
