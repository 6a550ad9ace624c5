package io.weir.admin.api;

import io.weir.model.AdminSettings.Role;

/**
 * Who asks.
 *
 * @param name of the token, or {@link #ANYONE}'s
 * @param role what he may do
 * @param from the address and port his request came from; empty where that is not known
 */
public record Caller(String name, Role role, String from) {
    /** Whoever reaches a port that asks for no token. */
    public static final Caller ANYONE = new Caller("anyone", Role.ADMIN, "");

    /** The same where nothing may be changed without a token. */
    public static final Caller ONLOOKER = new Caller("anyone", Role.VIEWER, "");

    /** Nobody at the port: a signal, or this node itself. */
    public static Caller own(String name) {
        return new Caller(name, Role.ADMIN, "");
    }

    /** The same, asking from this address. */
    public Caller at(String address) {
        return new Caller(name, role, address);
    }

    /** Whether his role is at least this one. */
    public boolean may(Role needed) {
        return role.compareTo(needed) >= 0;
    }

    /** Refuses where it is not. */
    public void require(Role needed, String what) {
        if (!may(needed)) {
            throw new Refused(Problem.of(
                    403,
                    "Forbidden",
                    "This token's role is " + role.word() + "; " + what + " asks for the role " + needed.word() + "."));
        }
    }
}
