package io.weir;

import io.weir.observe.Event;
import io.weir.registry.cluster.Happening;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Makes each event a line in the log, those that want looking at a warning. Any thread. */
final class EventLines {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Set<String> BAD = Set.of(
            "backend-ejected",
            "clock-skew",
            "override-lost",
            "override-refused",
            "state-not-saved",
            "state-set-aside",
            Happening.MEMBER_UNREACHABLE.word(),
            Happening.CONTROL_PLANE_RESTARTED.word());

    private EventLines() {}

    static void log(Event event) {
        String details = event.details().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
        boolean bad =
                BAD.contains(event.type()) || "down".equals(event.details().get("to"));
        LOG.atLevel(bad ? Level.WARN : Level.INFO).log("{} {}", event.type(), details);
    }
}
