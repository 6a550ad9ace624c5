package io.weir.model;

/** Why a dial or an accept failed on our own side. */
public enum LocalError implements Worded {
    /** The process or the system is out of file descriptors. */
    NO_DESCRIPTORS(
            "no-descriptors",
            "out of file descriptors; raise the limit (LimitNOFILE, ulimit -n) or lower weir.max-connections"),

    /** No local port is free towards that address. */
    NO_PORTS(
            "no-ports",
            "no local port is free towards that address; add addresses to connect.source or widen net.ipv4.ip_local_port_range"),

    /** The system is out of memory for sockets. */
    NO_MEMORY("no-memory", "the system is out of memory for sockets; see net.ipv4.tcp_mem"),

    /** The system forbids it. */
    NO_PERMISSION("no-permission", "the system forbids it; see firewall rules and capabilities"),

    /** Something else that the system said. */
    OTHER("other", "the system refused");

    private final String word;
    private final String advice;

    LocalError(String word, String advice) {
        this.word = word;
        this.advice = advice;
    }

    /** What it is and what to do about it, for a log line: no full stop, and the same whatever language the system speaks. */
    public String advice() {
        return advice;
    }

    @Override
    public String word() {
        return word;
    }
}
