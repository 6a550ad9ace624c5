package io.weir.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.kit.Patience;
import io.weir.model.LogFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A logback of its own whose lines go to a file, so that the test's own log is left alone. */
class LoggingTest {
    @TempDir
    private Path folder;

    private final LoggerContext context = new LoggerContext();
    private Path file;
    private StderrAppender appender;
    private Logger log;

    @BeforeEach
    void start() {
        file = folder.resolve("log");
        context.setMDCAdapter(new LogbackMDCAdapter());
        appender = new StderrAppender(LogFile.at(file));
        appender.setContext(context);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        log = context.getLogger("io.weir.proxy.Listener");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private List<String> lines() throws Exception {
        assertThat(appender.flush(Patience.seconds(10))).isTrue();
        return Files.readAllLines(file);
    }

    @Test
    void textIsOneLineAnEventWhateverItHolds() throws Exception {
        log.info("listening on {}", "a\nb");
        log.atWarn().addKeyValue("pool", "web").log("flip");
        log.error("bad", new IllegalStateException("outer\nline", new RuntimeException("inner")));
        log.debug("too small");
        List<String> lines = lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  Listener: listening on a\\\\nb");
        assertThat(lines.get(1)).endsWith("WARN  Listener: flip pool=web");
        assertThat(lines.get(2))
                .contains("ERROR Listener: bad | java.lang.IllegalStateException: outer\\nline < ")
                .contains("LoggingTest.textIsOneLine")
                .contains(" < caused by java.lang.RuntimeException: inner < ");
    }

    @Test
    void aTrialIsNotHeard() throws Exception {
        for (String system : List.of(Logging.TRIAL, "weir")) {
            context.getMDCAdapter().put("sourceActorSystem", system);
            log.error("said by {}", system);
        }
        assertThat(lines()).singleElement().asString().endsWith("said by weir");
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        appender.format(LogFormat.JSON);
        log.atInfo().addKeyValue("to", "down").log("flip \"{}\"", "b1");
        log.error("bad", new IllegalStateException("why"));
        List<String> lines = lines();
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("level").asText()).isEqualTo("info");
        assertThat(first.get("logger").asText()).isEqualTo("io.weir.proxy.Listener");
        assertThat(first.get("thread").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(first.get("message").asText()).isEqualTo("flip \"b1\"");
        assertThat(first.get("details").get("to").asText()).isEqualTo("down");
        JsonNode second = new ObjectMapper().readTree(lines.get(1));
        assertThat(second.get("error").asText()).startsWith("java.lang.IllegalStateException: why\nio.weir.");
    }

    @Test
    void aLineTellsOfThoseThatWereLost() throws Exception {
        LogLine line = new LogLine();
        line.lost(3);
        Utf8 out = new Utf8();
        AppenderBase<ILoggingEvent> direct = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                line.append(event, out);
            }
        };
        direct.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(direct);
        log.info("next");
        assertThat(new String(out.copy(), StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        lost -> assertThat(lost).endsWith("WARN  LogLine: 3 lines of this log were lost"),
                        next -> assertThat(next).endsWith("INFO  Listener: next"));
    }

    @Test
    void pekkoSaysLessThanWeDo() {
        Logging.quieten(context, Level.INFO);
        assertThat(context.getLogger("org.apache.pekko.cluster.Cluster").isInfoEnabled())
                .isFalse();
        assertThat(context.getLogger("org.apache.pekko.cluster.Cluster").isWarnEnabled())
                .isTrue();
        assertThat(context.getLogger("org.apache.pekko.stream.Materializer").isWarnEnabled())
                .isFalse();
        assertThat(context.getLogger("org.apache.pekko.stream.Materializer").isErrorEnabled())
                .isTrue();
        Logging.quieten(context, Level.TRACE);
        assertThat(context.getLogger("org.apache.pekko.stream.Materializer").isDebugEnabled())
                .isTrue();
        Logging.quieten(context, Level.ERROR);
        assertThat(context.getLogger("org.apache.pekko.cluster.Cluster").isWarnEnabled())
                .isFalse();
    }
}
