package io.weir.registry.inquiry;

import io.weir.registry.peer.Blob;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Answers questions of one kind for this node. Called on the actor's thread; must return at once. */
public interface Answerer {
    /** What a part may hold at most, in bytes: below what a message may, with room for what is around it. */
    int MOST_PART_BYTES = 60 * 1024;

    /** Of how many parts an answer may be made. */
    int MOST_PARTS = 64;

    /**
     * Answers.
     *
     * @param question from another node, or this one's; may be anything
     * @return the parts, at least one; fails, or throws, where there is no answer
     */
    CompletionStage<List<Blob>> answer(Blob question);
}
