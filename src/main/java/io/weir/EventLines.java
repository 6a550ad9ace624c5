package io.weir;

import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Kept;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Makes each event of this node a line in the log, those that want looking at a warning. Any thread. */
final class EventLines {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private EventLines() {}

    static void log(Kept kept) {
        Event event = kept.event();
        boolean bad =
                EventType.warns(event.type()) || "down".equals(event.details().get("to"));
        LoggingEventBuilder line = LOG.atLevel(bad ? Level.WARN : Level.INFO).addKeyValue("node", kept.node());
        for (Map.Entry<String, String> each : event.details().entrySet()) {
            line = line.addKeyValue(each.getKey(), each.getValue());
        }
        line.log(event.type());
    }
}
