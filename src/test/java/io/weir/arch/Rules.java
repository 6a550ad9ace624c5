package io.weir.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules over compiled classes, each for any root package: the product's, or the fixture's that breaks them. */
final class Rules {
    /** Words that say nothing about what a class is for. */
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Utils?|Impl)");

    private static final Set<String> IMPURE_PACKAGES = Set.of(
            "java.nio.channels",
            "java.util.concurrent.locks",
            "java.net.http",
            "java.util.logging",
            "java.util.prefs",
            "org.slf4j",
            "java.lang.foreign");
    private static final Set<String> IMPURE_CLASSES = Set.of(
            "java.net.Socket",
            "java.net.ServerSocket",
            "java.net.DatagramSocket",
            "java.net.URLConnection",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.util.Timer",
            "java.util.concurrent.Executor",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.ScheduledExecutorService",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CountDownLatch",
            "java.util.concurrent.Semaphore",
            "java.util.concurrent.BlockingQueue",
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom",
            "java.time.Clock");
    private static final Set<String> IMPURE_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Runtime.getRuntime",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID",
            "java.net.InetAddress.getByName",
            "java.net.InetAddress.getAllByName",
            "java.net.InetAddress.getLocalHost");
    private static final Set<String> COSTLY_IN_A_CONNECTION = Set.of(
            "org.apache.pekko.stream.stage.TimerGraphStageLogic",
            "org.apache.pekko.stream.stage.TimerGraphStageLogicWithLogging",
            "org.apache.pekko.stream.KillSwitch",
            "org.apache.pekko.stream.KillSwitches",
            "org.apache.pekko.stream.UniqueKillSwitch",
            "org.apache.pekko.stream.SharedKillSwitch",
            "org.apache.pekko.stream.javadsl.TLS",
            "org.apache.pekko.stream.scaladsl.TLS",
            "org.apache.pekko.stream.javadsl.Tcp",
            "org.apache.pekko.stream.scaladsl.Tcp");

    private Rules() {}

    static ArchRule arrowsOnlyGoDown(String root) {
        return classes()
                .should(new ArchCondition<JavaClass>("import only what the floor plan allows") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        String from = FloorPlan.floorOf(root, type.getPackageName());
                        Set<String> allowed = FloorPlan.ARROWS.get(from);
                        if (allowed == null) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " lives in package " + from + ", which is not on the plan"));
                            return;
                        }
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            String target = dependency.getTargetClass().getPackageName();
                            if (!target.equals(root) && !target.startsWith(root + ".")) {
                                continue;
                            }
                            String to = FloorPlan.floorOf(root, target);
                            if (!to.equals(from) && !allowed.contains(to)) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .because("arrows of DESIGN §3 only go down");
    }

    static ArchRule noCycles(String root) {
        return SlicesRuleDefinition.slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    static ArchRule pureCodeIsPure(String root) {
        return noClasses()
                .that(on(root, FloorPlan.PURE).or(in(root, FloorPlan.PURE_BELOW)))
                .should()
                .dependOnClassesThat(describe(
                        "block, log, open a socket or start a thread",
                        type -> IMPURE_CLASSES.contains(
                                        type.getBaseComponentType().getName())
                                || IMPURE_PACKAGES.contains(
                                        type.getBaseComponentType().getPackageName())))
                .orShould()
                .accessTargetWhere(describe(
                        "reads the clock, the environment, a name server or a random source of its own",
                        access -> IMPURE_CALLS.contains(fullName(access)) || isUnseededRandom(access)));
    }

    static ArchRule pureCodeKnowsNoLibrary(String root) {
        return noClasses()
                .that(on(root, FloorPlan.PURE))
                .should()
                .dependOnClassesThat(describe("are of a library", type -> {
                    String name = type.getBaseComponentType().getPackageName();
                    return !name.isEmpty()
                            && !name.startsWith("java.")
                            && !name.startsWith("javax.net.ssl")
                            && !name.startsWith("org.jspecify.")
                            && !name.startsWith("com.typesafe.config")
                            && !name.startsWith("io.weir");
                }));
    }

    static ArchRule onlyConfigReadsHocon(String root) {
        return noClasses()
                .that(on(root, Set.of("config", "")).negate())
                .and(on(root, FloorPlan.PEKKO).negate())
                .should()
                .dependOnClassesThat(resideInAPackage("com.typesafe.config.."));
    }

    static ArchRule pekkoStaysUpstairs(String root) {
        return noClasses()
                .that(on(root, FloorPlan.PEKKO).negate())
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.pekko.."));
    }

    static ArchRule sharedStateHasItsPlaces(String root) {
        return noClasses()
                .that(describe(
                        "are not where threads meet",
                        type -> !FloorPlan.maySharedStateBeIn(type.getName().substring(root.length() + 1))))
                .should()
                .dependOnClassesThat(describe(
                        "are atomic or locks",
                        type -> Set.of("java.util.concurrent.atomic", "java.util.concurrent.locks")
                                .contains(type.getBaseComponentType().getPackageName())))
                .because("threads meet only where the plan says so");
    }

    static ArchRule oneWriterOfTheTable(String root) {
        String writer = root + ".registry.BackendRegistry";
        return noClasses()
                .that(describe("are not the registry", type -> !type.getName().equals(writer)))
                .should()
                .accessTargetWhere(describe(
                        "puts a routing table in use",
                        access -> access.getTarget().getOwner().getSimpleName().equals("TableRef")
                                && access.getTarget().getName().equals("publish")));
    }

    static ArchRule connectionsStayCheap(String root) {
        return noClasses()
                .that(on(root, Set.of("transport", "proxy")))
                .should()
                .dependOnClassesThat(describe(
                        "cost an actor, a timer or a hop a connection",
                        type -> COSTLY_IN_A_CONNECTION.contains(type.getName())))
                .orShould()
                .accessTargetWhere(describe(
                        "puts an asynchronous boundary in",
                        access -> access.getTarget() instanceof AccessTarget.CodeUnitCallTarget
                                && access.getTarget().getName().equals("async")
                                && access.getTarget()
                                        .getOwner()
                                        .getPackageName()
                                        .startsWith("org.apache.pekko.stream")));
    }

    static ArchRule systemCallsStayInOnePlace(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".transport.linux..")
                .should()
                .dependOnClassesThat(describe(
                        "bind native functions",
                        type -> Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup")
                                .contains(type.getName())));
    }

    /** An actor's own logger may carry a name of Pekko's, whose lines show at another level than ours. */
    static ArchRule linesAreInOurOwnName() {
        return noClasses()
                .should()
                .accessTargetWhere(describe(
                        "log by an actor's context",
                        access -> access.getTargetOwner().getPackageName().startsWith("org.apache.pekko.actor")
                                && Set.of("getLog", "log")
                                        .contains(access.getTarget().getName())));
    }

    static ArchRule onlyTheTopEndsTheProcess(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root)
                .should()
                .accessTargetWhere(describe(
                        "ends the process",
                        access -> Set.of("java.lang.System.exit", "java.lang.Runtime.exit", "java.lang.Runtime.halt")
                                .contains(fullName(access))))
                .orShould()
                .dependOnClassesThat(
                        describe("catch signals", type -> type.getName().startsWith("sun.misc.Signal")));
    }

    static ArchRule namesSayWhatAClassIsFor() {
        return noClasses()
                .should()
                .haveNameMatching(EMPTY_NAME.pattern())
                .because("Manager, Helper, Util and Impl are no roles");
    }

    static ArchRule blackBoxTestsSeeOnlyTheProcess(String root) {
        Set<String> outside = Set.of("it", "kit");
        return noClasses()
                .that(on(root, outside))
                .should()
                .dependOnClassesThat(describe(
                        "are the product's",
                        type -> !floor(root, type).equals("?") && !outside.contains(floor(root, type))));
    }

    /** Slow peers and steady loads pause in one class of the kit; whoever waits for something awaits its condition. */
    static ArchRule noTestSleeps() {
        return noClasses()
                .that(describe("are not kit.Pace", type -> !type.getName().equals("io.weir.kit.Pace")))
                .should()
                .accessTargetWhere(describe(
                        "waits by the clock instead of for a condition",
                        access -> fullName(access).equals("java.lang.Thread.sleep")));
    }

    private static DescribedPredicate<JavaClass> on(String root, Set<String> floors) {
        return describe("are on " + floors, type -> floors.contains(floor(root, type)));
    }

    private static DescribedPredicate<JavaClass> in(String root, Set<String> packages) {
        return describe(
                "are in " + packages,
                type -> packages.stream().anyMatch(each -> type.getPackageName().equals(root + "." + each)));
    }

    private static String floor(String root, JavaClass type) {
        String name = type.getPackageName();
        return name.equals(root) || name.startsWith(root + ".") ? FloorPlan.floorOf(root, name) : "?";
    }

    private static String fullName(JavaAccess<?> access) {
        return access.getTarget().getOwner().getName() + "."
                + access.getTarget().getName();
    }

    private static boolean isUnseededRandom(JavaAccess<?> access) {
        return access instanceof JavaConstructorCall call
                && call.getTarget().getOwner().isEquivalentTo(Random.class)
                && call.getTarget().getRawParameterTypes().isEmpty();
    }
}
