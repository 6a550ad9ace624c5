package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.observe.Event;
import io.weir.observe.EventType;
import io.weir.observe.Kept;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Lines of the log that tell of events: what programs read of them is apart from the words. */
class EventLinesTest {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(Node.class);

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
        log.setAdditive(false);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        log.detachAppender(said);
        log.setAdditive(true);
        log.setLevel(null);
    }

    private ILoggingEvent line(EventType type, String to) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("pool", "web");
        details.put("to", to);
        EventLines.log(new Kept(1, "n1", 7, 1, new Event(type, 5, details)));
        return said.list.getLast();
    }

    @Test
    void theTypeIsTheMessageAndTheRestHasNames() {
        ILoggingEvent line = line(EventType.BACKEND_HEALTH, "up {} \"1\"");
        assertThat(line.getFormattedMessage()).isEqualTo("backend-health");
        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("node=n1", "pool=web", "to=up {} \"1\"");
        assertThat(line.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void whatWantsLookingAtIsAWarning() {
        assertThat(line(EventType.BACKEND_HEALTH, "down").getLevel()).isEqualTo(Level.WARN);
        assertThat(line(EventType.OVERRIDE_LOST, "").getLevel()).isEqualTo(Level.WARN);
    }
}
