package io.weir.registry.peer;

import org.jspecify.annotations.Nullable;

/**
 * A part of an answer to an {@link Inquiry}. All parts arrive in order, or the answer is none.
 *
 * @param id the question's
 * @param number of this part, from 0
 * @param last whether it is the last
 * @param refused whether there is no answer: the question is not understood, or there are too many of them now
 * @param part of the answer, in the form that belongs to the question's word
 */
public record InquiryPart(long id, int number, boolean last, boolean refused, Blob part) implements PeerMessage {
    public InquiryPart(long id, int number, boolean last, boolean refused, @Nullable Blob part) {
        this.id = id;
        this.number = number;
        this.last = last;
        this.refused = refused;
        this.part = part == null ? Blob.EMPTY : part;
    }

    /** Says that there is no answer. */
    public static InquiryPart refusal(long id) {
        return new InquiryPart(id, 0, true, true, Blob.EMPTY);
    }
}
