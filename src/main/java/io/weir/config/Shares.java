package io.weir.config;

import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;

/** A share in percent, above zero up to a greatest one; read as a fraction of 1. */
record Shares(int maxPercent) implements Kind<Double> {
    @Override
    public Double read(ConfigValue value) throws Unfit {
        String text = Kind.scalar(value).strip();
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?\\s*%")) {
            throw Unfit.kind(Quoted.text(text) + " is not a percentage such as 10%");
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1).strip());
        if (percent.signum() <= 0 || percent.compareTo(BigDecimal.valueOf(maxPercent)) > 0) {
            throw new Unfit(text + " is out of range");
        }
        return percent.movePointLeft(2).doubleValue();
    }

    @Override
    public String allowed() {
        return "above 0% to " + maxPercent + "%";
    }

    @Override
    public Object shown(Double value) {
        return BigDecimal.valueOf(value).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }
}
