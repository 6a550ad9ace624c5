package io.weir;

import io.weir.admin.NodeStatus;
import io.weir.config.Outcome;
import io.weir.config.reload.Reading;
import io.weir.model.ListenerSettings;
import io.weir.model.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings in force, and how the file was last read. Any thread reads; one at a time writes. */
final class RunningSettings {
    private volatile Settings settings;
    private volatile Reading reading;
    private volatile NodeStatus.Reload last;

    RunningSettings(Outcome.Good start, long epochMillis) {
        this.settings = start.settings();
        this.reading = Reading.of(start);
        this.last = new NodeStatus.Reload(true, epochMillis);
    }

    Settings now() {
        return settings;
    }

    /** All that is in force, key by key. */
    Reading reading() {
        return reading;
    }

    NodeStatus.Reload last() {
        return last;
    }

    void took(Settings next, Reading read) {
        settings = next;
        reading = read;
    }

    void reloaded(boolean succeeded, long epochMillis) {
        last = new NodeStatus.Reload(succeeded, epochMillis);
    }

    /** What a file says, but for what a running node cannot take on ({@link io.weir.config.reload.Restart}). */
    Settings takenOn(Settings file) {
        Settings own = settings;
        Map<String, ListenerSettings> listeners = new LinkedHashMap<>();
        file.listeners().forEach((name, listener) -> {
            ListenerSettings known = own.listeners().get(name);
            listeners.put(name, known == null ? listener : listener.withBacklog(known.backlog()));
        });
        return new Settings(
                own.node(),
                file.maxConnections(),
                own.eventLoops(),
                own.cluster(),
                file.admin().at(own.admin().bind(), own.admin().tls()),
                Collections.unmodifiableMap(listeners),
                file.pools(),
                file.shutdown(),
                file.accessLog(),
                file.log(),
                own.pekko());
    }
}
