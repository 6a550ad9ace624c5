package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;

/** A whole number within a range, both ends included. */
record Counts(int min, int max) implements Kind<Integer> {
    @Override
    public Integer read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value).strip();
        BigDecimal number;
        try {
            // A long exponent would make the exact value a number of a billion digits.
            number = text.length() > 30 ? BigDecimal.ONE.negate() : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw Unfit.kind(Quoted.text(text) + " is not a whole number");
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new Unfit(text + " is out of range");
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            throw Unfit.kind(text + " is not a whole number");
        }
    }

    @Override
    public String allowed() {
        if (max == Integer.MAX_VALUE) {
            return "a whole number from " + min;
        }
        return min + " to " + max;
    }

    @Override
    public Object shown(Integer value) {
        return value;
    }
}
