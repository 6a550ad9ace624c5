package io.weir.registry.peer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What registries say to each other: records of this package, each listed three times here. At most
 * {@link PeerCodec#MOST_BYTES} on the wire; whoever has more to say sends parts.
 *
 * <p>Nodes of two versions speak to each other during an update. So a field is only ever added, an absent one has a
 * meaning, one that is not known is passed over, and the name here stays for ever.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is", defaultImpl = Unheard.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Inquiry.class, name = "inquiry"),
    @JsonSubTypes.Type(value = InquiryPart.class, name = "inquiry-part"),
    @JsonSubTypes.Type(value = LoanAsk.class, name = "loan-ask"),
    @JsonSubTypes.Type(value = LoanCall.class, name = "loan-call"),
    @JsonSubTypes.Type(value = LoanGrant.class, name = "loan-grant"),
    @JsonSubTypes.Type(value = NodeFacts.class, name = "facts"),
    @JsonSubTypes.Type(value = Push.class, name = "push"),
    @JsonSubTypes.Type(value = PushAck.class, name = "push-ack"),
    @JsonSubTypes.Type(value = NameAsk.class, name = "name-ask"),
    @JsonSubTypes.Type(value = NameAnswer.class, name = "name-answer"),
    @JsonSubTypes.Type(value = StateAsk.class, name = "state-ask"),
    @JsonSubTypes.Type(value = StatePart.class, name = "state-part"),
    @JsonSubTypes.Type(value = ClockTell.class, name = "clock"),
    @JsonSubTypes.Type(value = ReportPart.class, name = "report"),
    @JsonSubTypes.Type(value = ReportAsk.class, name = "report-ask"),
    @JsonSubTypes.Type(value = EventTell.class, name = "event-tell"),
    @JsonSubTypes.Type(value = EventAsk.class, name = "event-ask"),
    @JsonSubTypes.Type(value = EventPart.class, name = "event-part"),
    @JsonSubTypes.Type(value = Hurry.class, name = "hurry"),
    @JsonSubTypes.Type(value = Leaving.class, name = "leaving"),
    @JsonSubTypes.Type(value = Unheard.class, name = "unheard"),
})
public sealed interface PeerMessage
        permits
                // One a line
                Inquiry,
                InquiryPart,
                LoanAsk,
                LoanCall,
                LoanGrant,
                Hurry,
                Leaving,
                NodeFacts,
                Push,
                PushAck,
                NameAsk,
                NameAnswer,
                StateAsk,
                StatePart,
                ClockTell,
                ReportAsk,
                ReportPart,
                EventTell,
                EventAsk,
                EventPart,
                Unheard {}
