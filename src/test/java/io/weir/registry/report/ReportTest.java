package io.weir.registry.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Health;
import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.ReportAsk;
import io.weir.registry.peer.ReportPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Wire wire = new Wire(1);

    @Test
    void onlyWhatChangedIsSaid() {
        Map<Subject, Line> state = Worlds.counting(10_000, 5);
        wire.after(0, state);
        state.put(Worlds.backend(1234), Worlds.line(6));
        List<ReportPart> parts = wire.after(200, state);
        assertThat(parts).hasSize(1);
        assertThat(PeerCodec.bytes(parts.getFirst())).hasSizeLessThan(400);
        assertThat(parts.getFirst().connections().count()).isEqualTo(2);
        assertThat(wire.known()).containsEntry(Worlds.backend(1234), Worlds.line(6));
    }

    @Test
    void aNodeWithNothingToSaySaysSoOnceASecond() {
        Map<Subject, Line> state = Worlds.counting(3, 1);
        wire.after(0, state);
        for (int i = 0; i < 4; i++) {
            assertThat(wire.after(200, state)).as("%d", i).isEmpty();
        }
        assertThat(wire.after(200, state)).hasSize(1);
        assertThat(wire.reader.heardNanos()).isEqualTo(wire.now);
    }

    @Test
    void theMoreNodesTheLongerBetweenReports() {
        assertThat(ReportWriter.interval(3)).isEqualTo(200_000_000L);
        assertThat(ReportWriter.interval(50)).isEqualTo(500_000_000L);
        Map<Subject, Line> state = Worlds.counting(3, 1);
        assertThat(wire.writer.due(0, 50)).isTrue();
        wire.after(0, state);
        assertThat(wire.writer.due(499_999_999L, 50)).isFalse();
        assertThat(wire.writer.due(500_000_000L, 50)).isTrue();
    }

    @Test
    void theDictionaryIsSentOnceAndAgainToWhoAsks() {
        Map<Subject, Line> state = Worlds.counting(100, 1);
        assertThat(wire.after(0, state).getFirst().names()).hasSize(300);
        assertThat(wire.after(10_000, state).getFirst().names()).isEmpty();
        assertThat(again(wire.reader.ask()).names()).as("nothing lacks").isEmpty();
        assertThat(again(new ReportAsk(0, 0)).names()).as("a new one asks").hasSize(300);
        assertThat(again(new ReportAsk(1, 99)).names())
                .as("the last one got lost")
                .hasSize(3);
        state.put(Worlds.backend(100), Worlds.line(1));
        assertThat(wire.after(200, state).getFirst().names()).hasSize(3);
    }

    @Test
    void aGapAsksUntilEverythingWasSaid() {
        Map<Subject, Line> state = Worlds.counting(10, 1);
        wire.after(0, state);
        assertThat(wire.reader.lacking()).isFalse();
        state.put(Worlds.backend(3), Worlds.line(2));
        wire.writer.write(state, 200_000_000L);
        state.put(Worlds.backend(4), Worlds.line(3));
        wire.after(400, state);
        assertThat(wire.reader.lacking()).isTrue();
        assertThat(wire.known().get(Worlds.backend(3))).isEqualTo(Worlds.line(1));
        wire.after(200, state);
        assertThat(wire.reader.lacking()).isFalse();
        assertThat(wire.known()).isEqualTo(state);
    }

    @Test
    void whoLacksSomethingGetsACopyThatSaysNothingLater() {
        Map<Subject, Line> state = Worlds.counting(10, 1);
        List<ReportPart> first = wire.after(0, state);
        state.put(Worlds.backend(3), Worlds.line(2));
        wire.after(200, state);
        List<ReportPart> copy = wire.writer.again(new ReportAsk(0, 0));
        assertThat(copy)
                .extracting(ReportPart::sequence)
                .containsExactly(first.getLast().sequence() + 1);
        wire.reader.forget();
        copy.forEach(part -> wire.reader.accept(part, wire.now));
        assertThat(wire.known()).isEqualTo(state);
        assertThat(wire.reader.lacking()).isFalse();
        state.put(Worlds.backend(3), Worlds.line(5));
        wire.after(200, state);
        copy.forEach(part -> wire.reader.accept(part, wire.now));
        assertThat(wire.known())
                .as("a copy that comes too late changes nothing")
                .isEqualTo(state);
        assertThat(new ReportWriter().again(new ReportAsk(0, 0))).isEmpty();
    }

    @Test
    void aVoteIsAsOldAsItsCheck() {
        Map<Subject, Line> state = new HashMap<>();
        Subject backend = Worlds.backend(1);
        state.put(backend, Worlds.voting(7, Health.UP));
        wire.after(100, state);
        long first = wire.now;
        wire.after(10_000, state);
        assertThat(heard(backend).advancedNanos())
                .as("everything was said again, but no check was made")
                .isEqualTo(first);
        state.put(backend, Worlds.voting(8, Health.UP));
        wire.after(200, state);
        assertThat(heard(backend).advancedNanos()).isEqualTo(wire.now);
        state.remove(backend);
        wire.after(200, state);
        assertThat(heard(backend).vote()).isNull();
    }

    @Test
    void anOlderPartChangesNothing() {
        Map<Subject, Line> state = Worlds.counting(1, 1);
        List<ReportPart> old = wire.after(0, state);
        state.put(Worlds.backend(0), Worlds.line(9));
        wire.after(200, state);
        wire.reader.accept(old.getFirst(), wire.now + 1);
        assertThat(wire.known()).isEqualTo(state);
        assertThat(wire.reader.heardNanos()).isEqualTo(wire.now);
    }

    private ReportPart again(ReportAsk ask) {
        return wire.writer.again(ask).getFirst();
    }

    private Heard heard(Subject subject) {
        return Objects.requireNonNull(wire.reader.heard(subject));
    }
}
