package io.weir.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;

/** A number of bytes within a range, both ends included. */
record Sizes(long min, long max, boolean powerOfTwo) implements Kind<Long> {
    static Sizes between(String min, String max) {
        return new Sizes(parsed(min), parsed(max), false);
    }

    Sizes powersOfTwo() {
        return new Sizes(min, max, true);
    }

    @Override
    public Long read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value);
        long size;
        try {
            if (value.valueType() == ConfigValueType.BOOLEAN) {
                throw Unfit.kind(text + " is not a size");
            }
            size = value.atKey("v").getBytes("v");
        } catch (ConfigException | ArithmeticException e) {
            throw Unfit.kind(Quoted.text(text) + " is not a size such as 4096, 32 KiB or 1 MiB");
        }
        if (size < min || size > max) {
            throw new Unfit(text + " is out of range");
        }
        if (powerOfTwo && Long.bitCount(size) != 1) {
            throw new Unfit(text + " is not a power of two");
        }
        return size;
    }

    @Override
    public String allowed() {
        return (powerOfTwo ? "a power of two from " : "") + text(min) + " to " + text(max);
    }

    @Override
    public Object shown(Long value) {
        return text(value);
    }

    /** The shortest exact form in one unit. */
    static String text(long bytes) {
        String[] units = {" TiB", " GiB", " MiB", " KiB"};
        for (int i = 0; i < units.length; i++) {
            long size = 1L << (40 - 10 * i);
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + units[i];
            }
        }
        return bytes + " B";
    }

    private static long parsed(String text) {
        return ConfigValueFactory.fromAnyRef(text).atKey("v").getBytes("v");
    }
}
