package io.weir;

import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Kept;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Makes each event of this node a line in the log, those that want looking at a warning. Any thread. */
final class EventLines {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private EventLines() {}

    static void log(Kept kept) {
        Event event = kept.event();
        String details = event.details().entrySet().stream()
                .map(each -> " " + each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining());
        boolean bad =
                EventType.warns(event.type()) || "down".equals(event.details().get("to"));
        LOG.atLevel(bad ? Level.WARN : Level.INFO).log("{} node={}{}", event.type(), kept.node(), details);
    }
}
