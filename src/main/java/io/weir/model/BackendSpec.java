package io.weir.model;

/**
 * A backend as a file or an operator defines it.
 *
 * @param id unique in its pool; the address where none was given
 * @param address where it is; a host name is resolved in the background
 * @param weight 0 to 1000, its share of new connections; 0 means none
 * @param maxConnections at most this many at a time, or {@link Off#COUNT}
 * @param backup used only while no primary is usable
 */
public record BackendSpec(String id, HostPort address, int weight, int maxConnections, boolean backup) {}
