package io.weir.routing;

import io.weir.model.WhenAllDown;
import java.util.List;

/** How good a backend is thought to be, best first; a worse one is used only while there is none better. */
enum Standing {
    /** Up, by the checks and by this node's own dials. */
    WELL,

    /** Up by the checks, but this node's dials fail: taken out, unless nothing else is up. */
    EJECTED,

    /** No check has answered yet. */
    UNPROVEN,

    /** Down; used only by a pool that tries all. */
    DOWN;

    static Standing of(BackendView view) {
        return switch (view.health()) {
            case UP -> view.ejected() ? EJECTED : WELL;
            case UNKNOWN -> UNPROVEN;
            case DOWN -> DOWN;
        };
    }

    static List<Standing> used(WhenAllDown whenAllDown) {
        return whenAllDown == WhenAllDown.TRY_ALL ? List.of(values()) : List.of(WELL, EJECTED, UNPROVEN);
    }
}
