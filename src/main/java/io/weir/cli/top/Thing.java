package io.weir.cli.top;

/**
 * Something that is counted: a listener, or a backend of a pool.
 *
 * @param pool a backend's pool; empty for a listener
 * @param name the listener's, or the backend's id
 */
record Thing(String pool, String name) {
    boolean listener() {
        return pool.isEmpty();
    }
}
