package io.weir.admin.api;

import io.weir.model.Off;
import io.weir.observe.Utf8;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes JSON piece by piece and puts the commas itself. Belongs to one thread. */
final class Json {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Utf8 out = new Utf8();
    private final GiveWay others;
    private boolean comma;

    Json() {
        this(new GiveWay());
    }

    Json(GiveWay others) {
        this.others = others;
    }

    Json object() {
        lead().ascii('{');
        comma = false;
        return this;
    }

    Json endObject() {
        out.ascii('}');
        comma = true;
        others.between();
        return this;
    }

    Json array() {
        lead().ascii('[');
        comma = false;
        return this;
    }

    Json endArray() {
        out.ascii(']');
        comma = true;
        return this;
    }

    Json name(String name) {
        lead().json(name).ascii(':');
        comma = false;
        return this;
    }

    Json value(@Nullable String text) {
        if (text == null) {
            return raw("null");
        }
        lead().json(text);
        comma = true;
        return this;
    }

    Json value(long number) {
        lead().number(number);
        comma = true;
        return this;
    }

    Json value(boolean flag) {
        return raw(Boolean.toString(flag));
    }

    Json field(String name, @Nullable String text) {
        return name(name).value(text);
    }

    Json field(String name, long number) {
        return name(name).value(number);
    }

    Json field(String name, boolean flag) {
        return name(name).value(flag);
    }

    /** A number with three decimals. */
    Json decimal(String name, double number) {
        return name(name).raw(String.format(Locale.ROOT, "%.3f", number));
    }

    /** A limit, null where it is off. */
    Json limit(String name, int count) {
        return Off.is(count) ? name(name).raw("null") : field(name, count);
    }

    /** A moment of the wall clock as UTC text; null for none. */
    Json time(String name, @Nullable Long epochMillis) {
        return field(name, epochMillis == null ? null : TIME.format(Instant.ofEpochMilli(epochMillis)));
    }

    Json texts(String name, Collection<String> all) {
        name(name).array();
        all.forEach(this::value);
        return endArray();
    }

    /** JSON that is already written. */
    Json raw(String json) {
        lead().text(json);
        comma = true;
        return this;
    }

    /** All of it, with a line's end. */
    ByteString bytes() {
        return ByteString.fromArrayUnsafe(out.ascii('\n').copy());
    }

    private Utf8 lead() {
        if (comma) {
            out.ascii(',');
        }
        return out;
    }
}
