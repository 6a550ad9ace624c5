package io.weir.registry.peer;

import org.jspecify.annotations.Nullable;

/**
 * Asks a node for something that only it knows, or to do something that only it can. Answered by {@link InquiryPart}s, or not
 * at all by a version that does not know this message.
 *
 * @param id the asking node's own number for it
 * @param about what it is about, a word; who does not know the word says so
 * @param question in the form that belongs to the word
 */
public record Inquiry(long id, String about, Blob question) implements PeerMessage {
    public Inquiry(long id, @Nullable String about, @Nullable Blob question) {
        this.id = id;
        this.about = about == null ? "" : about;
        this.question = question == null ? Blob.EMPTY : question;
    }
}
