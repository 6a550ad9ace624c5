package io.weir.transport.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.transport.SystemWords;
import io.weir.transport.socket.NetError;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JDK's exceptions are told apart by the system's words, whatever its language. */
class NioErrorsTest {
    /** As a machine set to German says it. */
    private static final Map<String, NetError> GERMAN = Map.ofEntries(
            Map.entry("Zu viele offene Dateien", NetError.NO_DESCRIPTORS),
            Map.entry("Die angeforderte Adresse kann nicht zugewiesen werden", NetError.NO_PORTS),
            Map.entry("Nicht genügend Hauptspeicher verfügbar", NetError.NO_MEMORY),
            Map.entry("Keine Berechtigung", NetError.NO_PERMISSION),
            Map.entry("Die Wartezeit für die Verbindung ist abgelaufen", NetError.TIMED_OUT),
            Map.entry("Das Netzwerk ist nicht erreichbar", NetError.UNREACHABLE),
            Map.entry("Die Verbindung wurde vom Kommunikationspartner zurückgesetzt", NetError.RESET),
            Map.entry("Datenübergabe unterbrochen (broken pipe)", NetError.RESET),
            Map.entry("Verbindungsaufbau abgelehnt", NetError.REFUSED),
            Map.entry("Die Adresse wird bereits verwendet", NetError.IN_USE));

    private final NioErrors errors = new NioErrors(SystemWords.englishAnd(GERMAN)::meaning);

    @Test
    void theLanguageOfTheSystemDoesNotMatter() {
        GERMAN.forEach((text, meaning) ->
                assertThat(errors.of(new SocketException(text))).as(text).isEqualTo(meaning));
        assertThat(errors.of(new ConnectException("Die Wartezeit für die Verbindung ist abgelaufen")))
                .isEqualTo(NetError.TIMED_OUT);
        assertThat(errors.of(new BindException("Die angeforderte Adresse kann nicht zugewiesen werden")))
                .isEqualTo(NetError.NO_PORTS);
        assertThat(errors.of(new BindException("Keine Berechtigung"))).isEqualTo(NetError.NO_PERMISSION);
    }

    @Test
    void theJdksOwnWordsAreEnglish() {
        assertThat(errors.of(new SocketException("Connection reset"))).isEqualTo(NetError.RESET);
        assertThat(errors.of(new IOException("Broken pipe"))).isEqualTo(NetError.RESET);
        assertThat(errors.of(new IOException("Too many open files"))).isEqualTo(NetError.NO_DESCRIPTORS);
        assertThat(errors.of(new ConnectException("Connection refused"))).isEqualTo(NetError.REFUSED);
        assertThat(errors.of(new NoRouteToHostException("No route to host"))).isEqualTo(NetError.UNREACHABLE);
    }

    @Test
    void whereNobodyKnowsTheWordsTheTypeDecides() {
        assertThat(errors.of(new NoRouteToHostException("?"))).isEqualTo(NetError.UNREACHABLE);
        assertThat(errors.of(new ClosedChannelException())).isEqualTo(NetError.RESET);
        assertThat(errors.of(new ConnectException("?"))).isEqualTo(NetError.REFUSED);
        assertThat(errors.of(new BindException("?"))).isEqualTo(NetError.IN_USE);
        assertThat(errors.of(new SocketException("?"))).isEqualTo(NetError.OTHER);
        assertThat(errors.of(new IOException())).isEqualTo(NetError.OTHER);
    }
}
