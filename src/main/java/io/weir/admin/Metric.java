package io.weir.admin;

import java.util.List;
import java.util.stream.IntStream;

/** Every metric there is: its name, kind, labels and help, as {@code docs/metrics.md} has them too. */
enum Metric {
    LISTENER_CONNECTIONS(Kind.COUNTER, "weir_listener_connections_total", "Connections accepted.", "listener"),
    LISTENER_REFUSED(
            Kind.COUNTER,
            "weir_listener_refused_total",
            "Connections accepted and then refused before they were joined to a backend; not those whose client gave up first.",
            "listener",
            "reason"),
    CONNECTIONS_CLOSED(
            Kind.COUNTER,
            "weir_connections_closed_total",
            "Connections that ended. Those to pools that are no more stand under an empty pool.",
            "listener",
            "pool",
            "reason"),
    BYTES(Kind.COUNTER, "weir_bytes_total", "Payload bytes; in is from the client.", "listener", "direction"),
    BACKEND_CONNECTIONS(
            Kind.COUNTER, "weir_backend_connections_total", "Connections joined to a backend.", "pool", "backend"),
    BACKEND_BYTES(
            Kind.COUNTER,
            "weir_backend_bytes_total",
            "Payload bytes to (in) and from (out) a backend.",
            "pool",
            "backend",
            "direction"),
    BACKEND_CONNECT_FAILURES(
            Kind.COUNTER,
            "weir_backend_connect_failures_total",
            "Dials of a backend that failed; a reason shows once it has happened.",
            "pool",
            "backend",
            "reason"),
    DIAL_LOCAL_ERRORS(
            Kind.COUNTER,
            "weir_dial_local_errors_total",
            "Dials and accepts that failed for want of something on this node.",
            "reason"),
    BACKEND_RETRIES(Kind.COUNTER, "weir_backend_retries_total", "Dials tried again.", "pool"),
    HEALTH_CHECKS(
            Kind.COUNTER,
            "weir_health_checks_total",
            "Health checks of a backend by this node; result is pass or fail.",
            "pool",
            "backend",
            "result"),
    HEALTH_FLIPS(Kind.COUNTER, "weir_health_flips_total", "Changes of a backend's health.", "pool", "backend", "to"),
    ACCESS_LOG_DROPPED(Kind.COUNTER, "weir_access_log_dropped_total", "Lines of the access log that were lost."),
    FAULTS(
            Kind.COUNTER,
            "weir_faults_total",
            "Faults of Weir's own that were caught, inside connections and outside; each is worth a report."),
    LISTENER_OPEN(Kind.GAUGE, "weir_listener_connections", "Connections open now.", "listener"),
    BACKEND_OPEN(
            Kind.GAUGE, "weir_backend_connections", "Connections of this node to a backend now.", "pool", "backend"),
    BACKEND_CLUSTER_OPEN(
            Kind.GAUGE,
            "weir_backend_cluster_connections",
            "Connections of all nodes to a backend at its present address, as this node knows them.",
            "pool",
            "backend"),
    BACKEND_UP(Kind.GAUGE, "weir_backend_up", "1 while health checks say up.", "pool", "backend"),
    BACKEND_EJECTED(
            Kind.GAUGE,
            "weir_backend_ejected",
            "1 while this node avoids the backend after failed dials.",
            "pool",
            "backend"),
    BACKEND_STATE(Kind.GAUGE, "weir_backend_state", "1 for the state operators want.", "pool", "backend", "state"),
    BACKEND_WEIGHT(Kind.GAUGE, "weir_backend_weight", "The weight in effect.", "pool", "backend"),
    POOL_QUEUE(
            Kind.GAUGE,
            "weir_pool_queue",
            "Connections that wait for room in a pool; 0 while there is no queue.",
            "pool"),
    READY(Kind.GAUGE, "weir_ready", "1 while the node is ready."),
    CLUSTER_MEMBERS(
            Kind.GAUGE,
            "weir_cluster_members",
            "Members this node sees, itself included; one that does not answer counts as unreachable only.",
            "status"),
    CONFIG_DIVERGENT(
            Kind.GAUGE,
            "weir_config_divergent",
            "1 while another node's file says something else of the pool, or nothing.",
            "pool"),
    CONFIG_RELOAD_SUCCESS(
            Kind.GAUGE, "weir_config_last_reload_success", "1 if the configuration that was read last is in effect."),
    CONFIG_RELOAD_TIME(
            Kind.GAUGE,
            "weir_config_last_reload_timestamp_seconds",
            "When the configuration was last read, since 1970."),
    STALENESS(
            Kind.GAUGE,
            "weir_registry_staleness_seconds",
            "How long ago another node's registry was last heard of.",
            "node"),
    CLOCK_SKEW(
            Kind.GAUGE,
            "weir_cluster_clock_skew_seconds",
            "How far another node's wall clock is ahead of this one's; below 0 where it is behind."
                    + " Of the last three messages that told it the one counts that took least.",
            "node"),
    LOOP_LAG(
            Kind.GAUGE,
            "weir_event_loop_lag_seconds",
            "The longest that a ready socket may have waited for the loop in the last 15 seconds, until now included.",
            "loop"),
    LOOP_BUFFERS(
            Kind.GAUGE,
            "weir_event_loop_buffers",
            "Buffers with bytes in them (leased) and kept for the next (spare).",
            "loop",
            "state"),
    LOOP_BUFFER_WAITERS(
            Kind.GAUGE, "weir_event_loop_buffer_waiters", "Connections that wait for a buffer to read into.", "loop"),
    LOOP_PIPES(
            Kind.GAUGE,
            "weir_event_loop_pipes",
            "Kernel pipes with bytes in them (leased) and kept for the next (spare).",
            "loop",
            "state"),
    BUILD_INFO(Kind.GAUGE, "weir_build_info", "Always 1; the version of Weir is a label.", "version"),
    CONNECT_TIME(Kind.HISTOGRAM, "weir_backend_connect_seconds", "How long dials took that succeeded.", "pool"),
    QUEUE_TIME(
            Kind.HISTOGRAM,
            "weir_queue_seconds",
            "How long connections waited for room in a pool; none while there is no queue.",
            "pool"),
    DURATION(
            Kind.HISTOGRAM,
            "weir_connection_duration_seconds",
            "How long connections lived, from the accept to the end.",
            "listener"),
    LOOP_LAGS(
            Kind.HISTOGRAM,
            "weir_event_loop_second_lag_seconds",
            "The longest that a ready socket may have waited for the loop, of each second.",
            "loop"),
    PROCESS_CPU(Kind.COUNTER, "process_cpu_seconds_total", "Processor time used."),
    PROCESS_OPEN_FDS(Kind.GAUGE, "process_open_fds", "File descriptors open now."),
    PROCESS_MAX_FDS(Kind.GAUGE, "process_max_fds", "File descriptors the process may have."),
    PROCESS_RESIDENT(Kind.GAUGE, "process_resident_memory_bytes", "Memory of the process in RAM."),
    PROCESS_VIRTUAL(Kind.GAUGE, "process_virtual_memory_bytes", "Address space of the process."),
    PROCESS_START(Kind.GAUGE, "process_start_time_seconds", "When the process started, since 1970."),
    JVM_MEMORY_USED(Kind.GAUGE, "jvm_memory_used_bytes", "Memory the JVM uses.", "area"),
    JVM_MEMORY_COMMITTED(Kind.GAUGE, "jvm_memory_committed_bytes", "Memory the JVM has from the system.", "area"),
    JVM_MEMORY_MAX(Kind.GAUGE, "jvm_memory_max_bytes", "Memory the JVM may use; -1 without a limit.", "area"),
    JVM_BUFFER_USED(Kind.GAUGE, "jvm_buffer_pool_used_bytes", "Memory of byte buffers outside the heap.", "pool"),
    JVM_BUFFER_COUNT(Kind.GAUGE, "jvm_buffer_pool_used_buffers", "Byte buffers outside the heap.", "pool"),
    JVM_GC(Kind.SUMMARY, "jvm_gc_collection_seconds", "Garbage collections and the time they took.", "gc"),
    JVM_THREADS(Kind.GAUGE, "jvm_threads_current", "Threads of the JVM that live."),
    JVM_CLASSES(Kind.GAUGE, "jvm_classes_currently_loaded", "Classes that are loaded now.");

    /** What a metric does over time. */
    enum Kind {
        /** Only grows. */
        COUNTER("counter"),
        /** Goes both ways. */
        GAUGE("gauge"),
        /** Counts observations by size. */
        HISTOGRAM("histogram"),
        /** Counts observations and adds them up. */
        SUMMARY("summary");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final Kind kind;
    private final String sample;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list, which its type does not say
    private final List<String> labels;

    @SuppressWarnings("ImmutableEnumChecker") // the same
    private final List<String> openings;

    Metric(Kind kind, String sample, String help, String... labels) {
        this.kind = kind;
        this.sample = sample;
        this.help = help;
        this.labels = List.of(labels);
        this.openings = IntStream.rangeClosed(0, labels.length)
                .mapToObj(i -> (i == 0 ? "{" : "\",") + (i < labels.length ? labels[i] : "le") + "=\"")
                .toList();
    }

    Kind kind() {
        return kind;
    }

    /** The name samples carry, before what a histogram adds. */
    String sample() {
        return sample;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** What stands before each label's value in a sample; the last is for a histogram's bound. */
    List<String> openings() {
        return openings;
    }

    /** The unit the name says, or an empty text. */
    String unit() {
        String base = sample.endsWith("_total") ? sample.substring(0, sample.length() - 6) : sample;
        return base.endsWith("_seconds") ? "seconds" : base.endsWith("_bytes") ? "bytes" : "";
    }
}
