package io.weir.model;

/**
 * What makes two nodes' backends the same one: only where all three agree are counts, votes and caps shared.
 *
 * @param pool the pool's name
 * @param id the backend's id in it
 * @param address its address as defined
 */
public record BackendKey(String pool, String id, HostPort address) {}
