package io.weir.registry.peer;

import io.weir.model.HostPort;
import io.weir.registry.overrides.Entry;
import io.weir.registry.overrides.Field;
import io.weir.registry.overrides.Stamp;
import java.util.List;
import java.util.Map;

/** An example of each message with every field set, and one with as little as it may have. */
final class PeerMessages {
    private PeerMessages() {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    new Field("web", "b1", new HostPort("10.0.0.1", 80), Field.WEIGHT),
                    new Stamp(1_700_000_000_000L, -5),
                    List.of(new Stamp(1_600_000_000_000L, 7), new Stamp(1, 8)),
                    "12",
                    "ops",
                    1_700_000_000_001L),
            new Entry(Field.ofPool("db", Field.POOL), new Stamp(1, 2), Stamp.NONE, null, "", 0));

    private static final EventLine LINE =
            new EventLine("n1", 77, 4, 1_700_000_000_000L, "backend-health", List.of("pool", "web", "to", "down"));

    static final List<PeerMessage> EXAMPLES = List.of(
            // One a line
            new Inquiry(4, "connections", Blob.of(new byte[] {1, -2, 3})),
            new Inquiry(1, "", Blob.EMPTY),
            new InquiryPart(4, 1, true, false, Blob.of(new byte[] {7})),
            InquiryPart.refusal(4),
            new LoanAsk(7, -3, 12, List.of(new LoanAsk.Line("web/b1/10.0.0.1:80", 40, 7, 30, 2, 100))),
            new LoanAsk(0, 0, 1, List.of()),
            new LoanCall(7, -3, List.of("web/b1/10.0.0.1:80", "web"), List.of("far-node")),
            new LoanCall(1, 5, List.of(), List.of()),
            new LoanGrant(7, -3, 99, 4, List.of(new LoanGrant.Line("web", 40, 7, Integer.MAX_VALUE))),
            new LoanGrant(1, 5, 6, 1, List.of()),
            new NodeFacts("1.2.3", 86_400_000L, 12, "c0ffee", Map.of("web", "aa", "db", "bb")),
            new NodeFacts("", 0, 0, "", Map.of()),
            new Push(7, ENTRIES, true),
            new Push(0, List.of(), false),
            new PushAck(7),
            new NameAsk(3, "web", "b1"),
            new NameAnswer(3, true, List.of("web")),
            new NameAnswer(0, false, List.of()),
            new StateAsk(9),
            new StatePart(9, ENTRIES, false),
            new StatePart(0, List.of(), true),
            new ClockTell(1_700_000_000_000L),
            new ReportPart(
                    7,
                    2,
                    3,
                    0,
                    2,
                    1,
                    List.of("web", "b1", "10.0.0.1", "web", "", ""),
                    packed(9001, 0),
                    List.of("L4OK: connected", "3/3"),
                    packed(1, 12),
                    packed(1, 3),
                    packed(1, 5),
                    packed(2, 1),
                    packed(1, 1, 77, 0, 1),
                    packed(2, -9)),
            new ReportPart(1, 1, 0, -1, -1, 0, null, null, null, null, null, null, null, null, null),
            new ReportAsk(2, 17),
            new EventTell(77, 3, 4, List.of(LINE)),
            new EventTell(77, 4, 4, List.of()),
            new EventAsk(5, List.of(77L, -1L), List.of(4L, Long.MAX_VALUE)),
            new EventAsk(0, List.of(), List.of()),
            new EventPart(5, List.of(LINE, new EventLine("", 0, 0, 0, "", List.of())), true),
            new EventPart(0, List.of(), false),
            new Hurry("web", "b1", "::1", 9001),
            new Leaving(),
            new Unheard());

    private static Packed packed(long... numbers) {
        Packed.Writer writer = new Packed.Writer();
        for (long number : numbers) {
            writer.add(number);
        }
        return writer.done();
    }
}
