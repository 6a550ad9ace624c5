package io.weir.registry;

import io.weir.model.BackendKey;

/** Ends the connections of a backend on this node. Called from the registry's thread; must not block. */
public interface Closings {
    /** Ends nothing. */
    Closings NONE = new Closings() {
        @Override
        public void reset(BackendKey key) {}

        @Override
        public void drain(BackendKey key) {}
    };

    /** All of them, at once, by a reset. */
    void reset(BackendKey key);

    /** Those there are now, gently, at even spacing over the node's {@code close-over}. */
    void drain(BackendKey key);
}
