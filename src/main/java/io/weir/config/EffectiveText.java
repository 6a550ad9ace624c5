package io.weir.config;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes settings as lines that can be searched and read back: {@code path = value  # from}. */
final class EffectiveText {
    private static final Pattern ELEMENT = Pattern.compile("^(.*?)\\[(\\d+)]\\.(.*)$");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/-]*|[0-9]+(ms|[smhd])|[0-9.]+%");

    private static final int COLUMN = 72;

    private record Line(String text, String from) {}

    private EffectiveText() {}

    static String of(List<Effective.Setting> settings) {
        List<Line> lines = new ArrayList<>();
        String list = "";
        int next = 0;
        while (next < settings.size()) {
            Effective.Setting setting = settings.get(next);
            Matcher element = ELEMENT.matcher(setting.path());
            if (!element.matches()) {
                list = "";
                next++;
                lines.add(new Line(setting.path() + " = " + value(setting.value()), setting.from()));
                continue;
            }
            // A list of sections is written as sections added to it one by one, each on a line of its own.
            String owner = element.group(1);
            String start = owner + "[" + element.group(2) + "].";
            List<String> fields = new ArrayList<>();
            while (next < settings.size() && settings.get(next).path().startsWith(start)) {
                Effective.Setting field = settings.get(next++);
                fields.add(field.path().substring(start.length()) + " = " + value(field.value()));
            }
            boolean first = !owner.equals(list);
            list = owner;
            String section = "{ " + String.join(", ", fields) + " }";
            lines.add(new Line(owner + (first ? " = [" + section + "]" : " += " + section), setting.from()));
        }
        return render(lines);
    }

    private static String render(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            String gap = " ".repeat(Math.max(1, COLUMN - line.text().length()));
            text.append(line.text())
                    .append(gap)
                    .append("# ")
                    .append(line.from())
                    .append('\n');
        }
        return text.toString();
    }

    static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "off";
            case Boolean on -> on ? "on" : "off";
            case Number number -> number.toString();
            case List<?> list -> list.stream().map(EffectiveText::value).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            default -> {
                String text = value.toString();
                yield PLAIN.matcher(text).matches() ? text : ConfigUtil.quoteString(text);
            }
        };
    }
}
