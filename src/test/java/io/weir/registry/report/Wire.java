package io.weir.registry.report;

import io.weir.registry.peer.PeerCodec;
import io.weir.registry.peer.ReportPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A writer and one reader with bytes in between that may get lost, arrive twice or too late; on a clock moved by hand. */
final class Wire {
    final ReportWriter writer = new ReportWriter();
    final Map<Subject, Integer> counted = new HashMap<>();
    final ReportReader reader = new ReportReader(
            new ReportReader.Listener() {
                @Override
                public void connections(Subject subject, int before, int now) {
                    counted.merge(subject, now - before, Integer::sum);
                }

                @Override
                public void vote(Heard heard) {}

                @Override
                public void other(Subject subject) {}
            },
            0);

    private final Random random;
    private final List<byte[]> late = new ArrayList<>();
    private int faults;
    long now;
    long bytes;
    int largest;

    Wire(long seed) {
        random = new Random(seed);
    }

    /** Of a hundred parts so many do not arrive as they should. */
    void faults(int percent) {
        faults = percent;
    }

    /** So many milliseconds later; writes what there is to write and hands it over. */
    List<ReportPart> after(long millis, Map<Subject, Line> state) {
        now += millis * 1_000_000;
        if (reader.lacking() && random.nextInt(100) >= faults) {
            writer.again(reader.ask()).forEach(part -> send(PeerCodec.bytes(part)));
        }
        List<ReportPart> parts = writer.write(state, now);
        for (ReportPart part : parts) {
            send(PeerCodec.bytes(part));
        }
        return parts;
    }

    private void send(byte[] sent) {
        bytes += sent.length;
        largest = Math.max(largest, sent.length);
        carry(sent);
    }

    /** What the reader knows, without what is nothing. */
    Map<Subject, Line> known() {
        Map<Subject, Line> known = new HashMap<>();
        reader.all().forEach(heard -> known.put(heard.subject(), heard.line()));
        known.values().removeIf(Line.NOTHING::equals);
        return known;
    }

    private void carry(byte[] sent) {
        if (random.nextInt(100) >= faults) {
            arrive(sent);
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> {}
            case 1 -> {
                arrive(sent);
                arrive(sent);
            }
            default -> late.add(sent);
        }
        if (!late.isEmpty() && random.nextBoolean()) {
            arrive(late.remove(random.nextInt(late.size())));
        }
    }

    private void arrive(byte[] sent) {
        reader.accept((ReportPart) PeerCodec.message(sent).orElseThrow(), now);
    }
}
