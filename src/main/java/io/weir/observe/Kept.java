package io.weir.observe;

/**
 * An event as a node's journal keeps it.
 *
 * @param number its place in this node's journal, from 1; the same event has another one on another node
 * @param node the name of the node on which it happened
 * @param life the process of that node: drawn at random at its start
 * @param sequence its place among the events of that process, from 1
 * @param event what happened
 */
public record Kept(long number, String node, long life, long sequence, Event event) {}
