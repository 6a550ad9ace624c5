package io.weir.proxy;

import io.weir.model.HostPort;
import io.weir.model.ListenerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a listener is to listen. A port of the system's choice belongs to the listener that asked for it; a fixed one is the
 * same place whoever asks, so that a listener that is renamed keeps its sockets.
 *
 * @param bind as it is configured
 * @param listener whose it is; empty for a fixed port
 * @param nth of several binds of this listener that read alike
 */
record Place(HostPort bind, String listener, int nth) {
    static List<Place> of(ListenerSettings settings) {
        List<Place> places = new ArrayList<>();
        for (HostPort bind : settings.binds()) {
            String owner = bind.port() == 0 ? settings.name() : "";
            Place place = new Place(bind, owner, 0);
            while (places.contains(place)) {
                place = new Place(bind, owner, place.nth + 1);
            }
            places.add(place);
        }
        return places;
    }
}
