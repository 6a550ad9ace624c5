package io.weir.config;

import com.typesafe.config.ConfigValue;
import io.weir.model.CheckKind.StatusRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** HTTP statuses and ranges of them, separated by commas. */
record Statuses() implements Kind<List<StatusRange>> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{3})(?:-([0-9]{3}))?");

    @Override
    public List<StatusRange> read(ConfigValue value) throws Unfit {
        List<StatusRange> ranges = new ArrayList<>();
        for (String part : Kind.scalar(value).split(",", -1)) {
            Matcher match = RANGE.matcher(part.strip());
            if (!match.matches()) {
                throw new Unfit(Quoted.text(part.strip()) + " is neither a status nor a range of them");
            }
            int low = Integer.parseInt(match.group(1));
            int high = match.group(2) == null ? low : Integer.parseInt(match.group(2));
            if (low < 100 || high > 599 || low > high) {
                throw new Unfit(part.strip() + " is out of range");
            }
            ranges.add(new StatusRange(low, high));
        }
        return List.copyOf(ranges);
    }

    @Override
    public String allowed() {
        return "statuses from 100 to 599 such as 200-399 or 200,204";
    }

    @Override
    public Object shown(List<StatusRange> value) {
        return value.stream()
                .map(range -> range.low() == range.high() ? "" + range.low() : range.low() + "-" + range.high())
                .collect(Collectors.joining(","));
    }
}
