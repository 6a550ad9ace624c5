package io.weir.registry.cluster;

/** What a control plane has to say to whoever started it. Called on threads of the clustered system; must return at once. */
public interface Overseer {
    /** What there is to see of the cluster, whenever that may be something else. */
    void seen(Sighting sighting);

    /** This control plane should not go on; another one is to take its place. */
    void over(End end);
}
