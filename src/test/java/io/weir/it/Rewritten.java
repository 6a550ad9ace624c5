package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.kit.AdminPort;
import io.weir.kit.FakeBackend;
import io.weir.kit.Transport;
import io.weir.kit.WeirFile;
import io.weir.kit.WeirProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running node whose file is written anew and read again. */
final class Rewritten {
    private final WeirProcess weir;

    Rewritten(WeirProcess weir) {
        this.weir = weir;
    }

    /** A file's text, as a test's defaults and this have it. */
    static WeirFile file(String text) {
        return WeirFile.with(Transport.NATIVE).add(text);
    }

    /** Writes the node's file anew: the same defaults and this text. */
    Rewritten write(String text) {
        try {
            Files.copy(
                    file(text).write(), weir.folder().resolve("application.conf"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The lines of a listener on a free port. */
    static String listener(String name, String pool, String extra) {
        String key = "weir.listeners." + name;
        return key + " { bind = \"127.0.0.1:0\", pool = " + pool + " }\n" + key + " { " + extra + " }\n";
    }

    /** The lines of a pool that takes the first backend and checks none, unless the extra ones say otherwise. */
    static String pool(String name, String extra, FakeBackend... backends) {
        String key = "weir.pools." + name;
        String list =
                Stream.of(backends).map(each -> "\"" + each.hostPort() + "\"").collect(Collectors.joining(", "));
        return key + " { algorithm = first, health-check.type = none, backends = [ " + list + " ] }\n" + key + " { "
                + extra + " }\n";
    }

    AdminPort.Answer ask() {
        return with();
    }

    /** Has the node read its file again, with these header lines. */
    AdminPort.Answer with(String... headers) {
        return weir.admin().ask("POST", "/api/v1/reload", "", headers);
    }

    /** Has the node read its file again and gives the answer. */
    JsonNode reload(String text) {
        return good(write(text).ask());
    }

    JsonNode dryRun(String text) {
        return good(write(text).weir.admin().ask("POST", "/api/v1/reload?dryRun=true", ""));
    }

    static JsonNode good(AdminPort.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    /** The changes of an answer as {@code action path}. */
    static List<String> changes(JsonNode answer) {
        List<String> all = new ArrayList<>();
        answer.get("changes")
                .forEach(each -> all.add(
                        each.get("action").asText() + " " + each.get("path").asText()));
        return all;
    }

    static List<String> texts(JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(each -> all.add(each.asText()));
        return all;
    }
}
