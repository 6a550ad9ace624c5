package io.weir.registry.overrides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.balance.Cases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateTextTest {
    private static byte[] text(Overrides all) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StateText.write(all, out);
        return out.toByteArray();
    }

    private static Overrides of(List<Entry> entries) {
        return Overrides.NONE.merge(entries).next();
    }

    @Test
    void whatIsWrittenComesBackAndEqualStatesHaveEqualBytes() {
        Cases.each(300, random -> {
            List<Entry> entries = Said.any(random, 20);
            Overrides all = of(entries);
            byte[] text = text(all);
            assertThat(of(StateText.read(text))).isEqualTo(all);
            List<Entry> shuffled = new ArrayList<>(entries);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertThat(text(of(shuffled))).isEqualTo(text);
        });
    }

    @Test
    void anythingMaySayAnything() throws Exception {
        Entry odd = new Entry(
                Field.of(Said.backend("ü\"\\\n€"), Field.STATE),
                new Stamp(Stamp.LATEST, Long.MIN_VALUE),
                new Stamp(1, Long.MAX_VALUE),
                "{\"state\":\"draining\"}",
                "o'neil\u0000",
                Long.MAX_VALUE);
        assertThat(StateText.read(text(of(List.of(odd))))).containsExactly(odd);
    }

    /** Whatever is missing at its end, or changed in it, it is read or refused, and nothing else. */
    @Test
    void aDamagedTextIsReadOrRefused() {
        Cases.each(2000, random -> {
            byte[] text = text(of(Said.any(random, 8)));
            byte[] damaged = Arrays.copyOf(text, random.nextInt(text.length + 1));
            for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(StateText.read(damaged)).isNotNull();
            } catch (StateText.Unreadable refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void whatIsCutOffIsRefused() throws Exception {
        byte[] text = text(of(List.of(Said.entry(Field.WEIGHT, 5, 1, "3"))));
        for (int length = 0; length < text.length - 1; length++) {
            byte[] part = Arrays.copyOf(text, length);
            assertThatThrownBy(() -> StateText.read(part))
                    .isInstanceOf(StateText.Unreadable.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void linesComeBackWhereverTheyAreCutOff() {
        Cases.each(100, random -> {
            List<Entry> entries = of(Said.any(random, 8)).sorted();
            byte[] text = lines(entries);
            for (int length = 0; length <= text.length; length++) {
                List<Entry> read = StateText.readLines(Arrays.copyOf(text, length));
                assertThat(read).isEqualTo(entries.subList(0, read.size()));
            }
            assertThat(StateText.readLines(text)).isEqualTo(entries);
        });
    }

    private static byte[] lines(List<Entry> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(StateText.head());
        out.write(StateText.lines(entries));
        return out.toByteArray();
    }

    @Test
    void damagedLinesAreReadOrRefused() {
        Cases.each(2000, random -> {
            byte[] damaged = lines(of(Said.any(random, 8)).sorted());
            for (int i = random.nextInt(4); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(StateText.readLines(damaged)).isNotNull();
            } catch (StateText.Unreadable refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
        assertThatThrownBy(() -> StateText.readLines(utf8("{\"format\":2}\n")))
                .hasMessage("a newer version wrote it (format 2, this one reads 1)");
    }

    @Test
    void aNewerFormatIsRefusedByNameAndANewerFieldPassedOver() throws Exception {
        assertThatThrownBy(() -> StateText.read(utf8("{\"format\":2,\"entries\":[]}")))
                .hasMessage("a newer version wrote it (format 2, this one reads 1)");
        String later = new String(text(of(List.of(Said.entry(Field.WEIGHT, 5, 1, "3")))), StandardCharsets.UTF_8)
                .replace("\"pool\"", "\"ofTomorrow\":{\"x\":[1]},\"pool\"");
        assertThat(StateText.read(utf8(later))).hasSize(1);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
