package io.weir.registry.inquiry;

import io.weir.registry.peer.Blob;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/** The way to ask nodes. Any thread; answers later and never blocks. */
public interface Inquirer {
    /**
     * Asks all nodes of the cluster, this one included, or those of one name.
     *
     * @param about the question's word
     * @param node the only name to ask; null for all
     * @return what came of it, after {@link Inquiries#PATIENCE} at the latest
     */
    CompletionStage<Inquired> ask(String about, Blob question, @Nullable String node);

    /** The way to an actor of this system; what is done with an answer is done on the system's default dispatcher. */
    static Inquirer asking(ActorSystem<?> system, ActorRef<Inquiries.Command> inquiries) {
        Duration limit = Inquiries.PATIENCE.multipliedBy(3);
        return (about, question, node) -> AskPattern.<Inquiries.Command, Inquired>ask(
                        inquiries,
                        replyTo -> new Inquiries.Ask(about, question, node, replyTo),
                        limit,
                        system.scheduler())
                .thenApplyAsync(inquired -> inquired, system.executionContext()::execute);
    }
}
