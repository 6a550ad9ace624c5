package io.weir.registry;

import io.weir.model.BackendKey;
import io.weir.model.Health;
import io.weir.model.ProbeReport;
import java.util.List;
import java.util.Map;

/**
 * Where reports of the checks and answers of the resolver wait until they are brought into the state. They come by the
 * thousand at a start, and copying the state for each would be quadratic; two of one backend that differ are never taken in
 * together, so that no flip is lost.
 */
final class Intake {
    private final Remembered memory;
    private final Desk desk;
    private final Notes notes;

    Intake(Remembered memory, Desk desk, Notes notes) {
        this.memory = memory;
        this.desk = desk;
        this.notes = notes;
    }

    void resolved(BackendRegistry.Resolved resolved) {
        Resolution known = memory.state.names().get(resolved.host());
        if (known != null && known.then(resolved.answer()).saysTheSame(known)) {
            return;
        }
        if (memory.answers.containsKey(resolved.host())) {
            takeIn();
        }
        memory.answers.put(resolved.host(), resolved.answer());
        desk.gather();
    }

    void probed(ProbeReport report) {
        BackendKey key = report.key();
        ProbeReport known = memory.latest.get(key);
        if (!memory.state.plan().index().containsKey(key) || (known != null && known.sequence() >= report.sequence())) {
            return;
        }
        memory.latest.put(key, report);
        memory.reportsOfNodes.probed(key);
        ProbeReport waiting = memory.reports.get(key);
        if (waiting == null && changesNothing(report)) {
            return;
        }
        if (waiting != null && waiting.health() != report.health()) {
            takeIn();
        }
        memory.reports.put(key, report);
        if (report.health() == Health.DOWN) {
            desk.soon();
        } else {
            desk.gather();
        }
    }

    private boolean changesNothing(ProbeReport report) {
        ProbeReport vote = memory.state.votes().get(report.key());
        return vote != null
                && vote.health() == report.health()
                && vote.address().equals(report.address())
                && vote.sequence() > memory.state.judgedAfter(report.key());
    }

    void takeIn() {
        if (!memory.answers.isEmpty()) {
            Map<String, Lookup.Answer> answers = Map.copyOf(memory.answers);
            memory.answers.clear();
            memory.state = memory.state.resolved(answers);
            notes.noteAll();
        }
        if (!memory.reports.isEmpty()) {
            List<ProbeReport> reports = List.copyOf(memory.reports.values());
            memory.reports.clear();
            memory.state = memory.state.judged(reports);
            reports.forEach(report -> notes.note(report.key()));
        }
    }
}
