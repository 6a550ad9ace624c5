package io.weir;

import com.typesafe.config.ConfigValueFactory;
import io.weir.cli.Rules;
import io.weir.config.BackendAddress;
import io.weir.model.BackendId;
import io.weir.model.DurationText;
import java.time.Duration;

/** What a node of this version takes, for the commands that speak to one. */
final class NodeRules implements Rules {
    @Override
    public void address(String text) {
        // Which interfaces there are is another matter on the node
        BackendAddress.parse(text.replaceFirst("%[A-Za-z0-9._-]+]", "]"));
    }

    @Override
    public void id(String text) {
        if (!BackendId.fits(text)) {
            throw new IllegalArgumentException('"' + text + "\" does not fit; allowed: " + BackendId.ALLOWED);
        }
    }

    @Override
    public Duration time(String text) {
        try {
            Duration time = ConfigValueFactory.fromAnyRef(text).atKey("v").getDuration("v");
            if (!DurationText.isBare(text) || time.isZero()) {
                return time;
            }
        } catch (RuntimeException e) {
            // An exception of the library's, named here, would be loaded with this class, by every command
            throw new IllegalArgumentException('"' + text + "\" is no time; allowed: such as 30s or 5m", e);
        }
        throw new IllegalArgumentException('"' + text + "\" has no unit; allowed: such as 30s or 5m");
    }
}
