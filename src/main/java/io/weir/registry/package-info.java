/**
 * The control plane of one node: {@link io.weir.registry.BackendRegistry} knows all there is to know about backends and is
 * the only one that publishes routing tables; {@link io.weir.registry.NameResolver} keeps host names resolved for it.
 *
 * <p>Used by {@code io.weir}, which wires it, and by {@code admin}, which speaks the registry's protocol. What it knows is
 * {@link io.weir.registry.RegistryState}, a value; actors never block.
 */
@NullMarked
package io.weir.registry;

import org.jspecify.annotations.NullMarked;
