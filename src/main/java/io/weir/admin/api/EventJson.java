package io.weir.admin.api;

import io.weir.observe.Journal;
import io.weir.observe.Kept;
import org.apache.pekko.util.ByteString;

/** Events as JSON and as server-sent ones. */
final class EventJson {
    private final Journal journal;

    EventJson(Journal journal) {
        this.journal = journal;
    }

    /** An object. */
    void write(Kept kept, Json out) {
        out.object().field("id", Since.id(journal, kept.number())).field("node", kept.node());
        out.time("time", kept.event().epochMillis()).field("type", kept.event().type());
        out.name("details").object();
        kept.event().details().forEach(out::field);
        out.endObject().endObject();
    }

    /** A server-sent event. */
    ByteString sent(Kept kept) {
        Json data = new Json();
        write(kept, data);
        // JSON has no line's end of its own, so the one that closes the text closes the field.
        return ByteString.fromString("id: " + Since.id(journal, kept.number()) + "\nevent: "
                        + kept.event().type().replaceAll("[\\r\\n\\x00]", "") + "\ndata: ")
                .concat(data.bytes())
                .concat(ByteString.fromString("\n"));
    }

    /** Says that there were others that are kept no more, or that an id is not known. */
    static ByteString gap() {
        return ByteString.fromString("event: gap\ndata: {\"reason\":\"events before this one are not kept here\"}\n\n");
    }
}
