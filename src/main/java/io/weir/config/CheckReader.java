package io.weir.config;

import io.weir.model.CheckKind;
import io.weir.model.CheckTls;
import io.weir.model.DurationText;
import io.weir.model.HealthCheckSettings;
import io.weir.model.Scope;
import io.weir.model.Worded;
import java.time.Duration;
import java.util.OptionalInt;

/** Reads how a pool's backends are checked. */
final class CheckReader {
    private static final Kind<Duration> INTERVAL = Times.between("10ms", "1d");
    private static final Kind<String> HOST = Text.matching("[!-~]{1,255}", "a host name, with a port if need be");
    private static final Kind<String> PATH =
            Text.matching("/[!-~]{0,2047}", "a path that begins with / and holds no space");

    private CheckReader() {}

    private enum Type implements Worded {
        NONE("none"),
        TCP("tcp"),
        HTTP("http"),
        SEND_EXPECT("send-expect");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    static HealthCheckSettings read(Section section) {
        Type type = section.read("type", Words.of(Type.class));
        Duration interval = section.read("interval", INTERVAL);
        Duration fast = section.read("fast-interval", INTERVAL);
        Duration down = section.read("down-interval", INTERVAL);
        Duration timeout = section.read("timeout", Times.between("1ms", "1h"));
        double jitter = section.read("jitter", new Shares(50).orOff(0.0));
        int rise = section.read("rise", new Counts(1, 1000));
        int fall = section.read("fall", new Counts(1, 1000));
        OptionalInt port = section.read("port", new Counts(1, 65535).orNothing("same")).stream()
                .mapToInt(Integer::intValue)
                .findFirst();
        Scope scope = section.read("scope", Words.of(Scope.class));
        int owners = section.read("owners", new Counts(1, 100));
        CheckKind.Http http = http(section.section("http"));
        CheckKind.SendExpect sendExpect = sendExpect(section.section("send-expect"));
        Section tls = section.optional("tls", false);
        CheckTls checkTls = tls == null ? null : tls(tls);
        CheckKind kind = switch (type) {
            case NONE -> new CheckKind.None();
            case TCP -> new CheckKind.Tcp();
            case HTTP -> http;
            case SEND_EXPECT -> sendExpect;
        };
        HealthCheckSettings settings = new HealthCheckSettings(
                kind, checkTls, interval, fast, down, timeout, jitter, rise, fall, port, scope, owners);
        doubts(section, type, settings);
        section.close();
        return settings;
    }

    private static CheckKind.Http http(Section section) {
        CheckKind.Http http = new CheckKind.Http(
                section.read("path", PATH),
                section.read("host", HOST.orNothing("auto")).orElse(null),
                section.read("status", new Statuses()));
        section.close();
        return http;
    }

    private static CheckKind.SendExpect sendExpect(Section section) {
        CheckKind.SendExpect sendExpect = new CheckKind.SendExpect(
                section.read("send", Text.ANY),
                section.read("expect", new Regexes().orNothing("off")).orElse(null),
                Math.toIntExact(section.read("max-bytes", Sizes.between("1 B", "1 MiB"))));
        section.close();
        return sendExpect;
    }

    private static CheckTls tls(Section section) {
        CheckTls tls = new CheckTls(
                section.read("server-name", HOST.orNothing("auto")).orElse(null), section.read("verify", new Switch()));
        section.close();
        return tls;
    }

    private static void doubts(Section section, Type type, HealthCheckSettings settings) {
        String unused = " has no effect while type is " + type.word();
        if (section.changes("http") && type != Type.HTTP) {
            section.warning("http", "this section" + unused);
        }
        if (section.changes("send-expect") && type != Type.SEND_EXPECT) {
            section.warning("send-expect", "this section" + unused);
        }
        if (section.sets("tls") && settings.tls() != null && type == Type.NONE) {
            section.warning("tls", "this section" + unused);
        }
        if (settings.kind() instanceof CheckKind.SendExpect check && check.expect() == null) {
            section.warning("send-expect", "without expect any backend that takes the bytes is up");
        }
        if (section.sets("timeout") && settings.timeout().compareTo(settings.interval()) > 0 && type != Type.NONE) {
            section.warning(
                    "timeout",
                    "longer than interval " + DurationText.of(settings.interval())
                            + ": a silent backend is checked less often than that");
        }
        boolean paced = section.sets("fast-interval") || section.sets("interval");
        if (paced && settings.fastInterval().compareTo(settings.interval()) > 0) {
            section.warning(
                    section.sets("fast-interval") ? "fast-interval" : "interval",
                    "fast-interval " + DurationText.of(settings.fastInterval()) + " is longer than interval "
                            + DurationText.of(settings.interval())
                            + ": a changing backend is checked less often than a steady one");
        }
    }
}
