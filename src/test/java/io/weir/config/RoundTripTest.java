package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.weir.kit.Pems;
import io.weir.model.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weir config} prints is itself a configuration, and means the same. */
class RoundTripTest {
    private static final String SMALL =
            "weir { listeners.web { bind = \"*:1\", pool = web }, pools.web.backends = [\"a:1\", { address = \"b:1\", weight = 0 }] }";

    @TempDir
    private Path directory;

    private Written written;

    @BeforeEach
    void files() {
        written = new Written(directory);
        written.file("cert.pem", Pems.ec().certificate());
        written.file("key.pem", Pems.ec().key());
        written.file("token.txt", "fedcba9876543210fedcba9876543210\n");
    }

    @Test
    void theTextReadsBackAsTheSame() {
        for (String text : List.of(SMALL, FullFile.TEXT)) {
            Outcome.Good first = written.good(text);
            Outcome.Good second = written.good(first.effective().text());
            assertThat(shown(second.settings())).isEqualTo(shown(first.settings()));
            assertThat(second.effective().tree()).isEqualTo(first.effective().tree());
        }
    }

    @Test
    void theTreeReadsBackAsTheSame() {
        for (String text : List.of(SMALL, FullFile.TEXT)) {
            Outcome.Good first = written.good(text);
            ConfigValue tree =
                    ConfigValueFactory.fromMap(words(first.effective().tree()));
            Outcome.Good second = written.good(tree.render(ConfigRenderOptions.concise()));
            // On one line the order of listeners and pools is lost, so that settings as text would differ.
            assertThat(second.effective().tree()).isEqualTo(first.effective().tree());
        }
    }

    @Test
    void everyValueSaysWhereItCameFrom() {
        Effective effective = written.good("""
                        weir {
                          max-connections = ${?PORT}
                          log.level = warn
                          listeners.web { bind = "*:1", pool = web }
                          pools.web.backends = []
                        }
                        """).effective();
        Map<String, String> from = new TreeMap<>();
        effective
                .settings()
                .forEach(setting -> from.put(setting.path(), setting.from().replace(directory + "/", "")));
        assertThat(from)
                .containsEntry("weir.max-connections", "weir.conf:2 (environment variable PORT)")
                .containsEntry("weir.log.level", "weir.conf:3")
                .containsEntry("weir.log.format", "default")
                .containsEntry("weir.node.name", "default, auto")
                .containsEntry("weir.pools.web.backends", "weir.conf:5");
    }

    /** Compiled patterns are equal only to themselves, and a token's secret does not survive being shown. */
    private static String shown(Settings settings) {
        return settings.toString().replaceAll("pekko=.*", "");
    }

    private static Map<String, Object> words(Map<String, Object> tree) {
        Map<String, Object> words = new TreeMap<>();
        tree.forEach((key, value) -> words.put(key, word(value)));
        return words;
    }

    @SuppressWarnings("unchecked")
    private static Object word(Object value) {
        return switch (value) {
            case null -> "off";
            case Map<?, ?> map -> words((Map<String, Object>) map);
            case List<?> list -> list.stream().map(RoundTripTest::word).toList();
            default -> value;
        };
    }
}
