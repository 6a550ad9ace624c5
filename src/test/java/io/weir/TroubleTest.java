package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.observe.Meters;
import io.weir.observe.NanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What people are told of faults: of each kind its stack, of none a flood, and the number of all. */
class TroubleTest {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.weir.data-plane");
    private final Meters meters = new Meters(1);
    private final Trouble trouble = new Trouble(NanoClock.system(), meters);

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
        log.setAdditive(false);
    }

    @AfterEach
    void stop() {
        log.detachAppender(said);
        log.setAdditive(true);
    }

    @Test
    void aStormOfOneFaultDoesNotHideTheStackOfAnother() {
        for (int i = 0; i < 1000; i++) {
            trouble.fault("connection " + i, one());
        }
        trouble.caught("a timer", another());
        assertThat(said.list)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .extracting(event -> event.getThrowableProxy().getMessage())
                .contains("one", "another");
        assertThat(said.list).hasSizeLessThan(50);
        assertThat(meters.read().faults()).isEqualTo(1001);
    }

    @Test
    void moreKindsThanCanBeToldApartShareOnePlace() {
        for (int i = 0; i < 1000; i++) {
            Throwable fault = new IllegalStateException("kind " + i);
            fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("Some", "where", "Some.java", i)});
            trouble.fault("connection", fault);
        }
        assertThat(said.list).hasSizeBetween(2 * 64, 2 * 80);
        assertThat(meters.read().faults()).isEqualTo(1000);
    }

    private static IllegalStateException one() {
        return new IllegalStateException("one");
    }

    private static Throwable another() {
        return new NoClassDefFoundError("another");
    }
}
