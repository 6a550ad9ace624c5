package io.weir;

import io.weir.admin.AdminBindException;
import io.weir.admin.AdminServer;
import io.weir.model.AdminSettings;
import io.weir.model.HostPort;
import io.weir.model.Settings;

/**
 * The admin and the cluster port, taken for one node until it is closed. They are listened on later, beside the
 * listeners and after them: that takes up to seconds, in which no other node gets them.
 */
final class NodePorts implements AutoCloseable {
    private final PortClaim admin;
    private final PortClaim cluster;

    private NodePorts(PortClaim admin, PortClaim cluster) {
        this.admin = admin;
        this.cluster = cluster;
    }

    /**
     * Takes them.
     *
     * @throws Refusal where anybody has one of them; names the holder where that is known
     */
    static NodePorts take(Settings settings) throws Refusal {
        free(settings.admin());
        HostPort bind = settings.cluster().bind();
        ClusterPlane.check(bind);
        PortClaim admin = PortClaim.take(settings.admin().bind(), "weir.admin.bind");
        try {
            return new NodePorts(admin, PortClaim.take(bind, "weir.cluster.bind"));
        } catch (Refusal taken) {
            admin.close();
            throw taken;
        }
    }

    /** Other programs know no claims, so the port itself is tried too. */
    private static void free(AdminSettings admin) throws Refusal {
        try {
            AdminServer.check(admin);
        } catch (AdminBindException taken) {
            throw new Refusal(ExitCode.SYSTEM, String.valueOf(taken.getMessage()));
        }
    }

    @Override
    public void close() {
        cluster.close();
        admin.close();
    }
}
