package io.weir.admin;

/**
 * One of the things a node must be to be ready.
 *
 * @param name lower case with hyphens
 * @param met whether it is
 * @param detail what is missing, or what is there, for people
 */
record Condition(String name, boolean met, String detail) {}
