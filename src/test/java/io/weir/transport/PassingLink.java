package io.weir.transport;

/** Passes on all that a link is told; a test changes what it is about. */
class PassingLink implements Link {
    private final Link link;

    PassingLink(Link link) {
        this.link = link;
    }

    @Override
    public void received(Side from, long bytes) {
        link.received(from, bytes);
    }

    @Override
    public void sent(Side to, long bytes) {
        link.sent(to, bytes);
    }

    @Override
    public void ended(Side side) {
        link.ended(side);
    }

    @Override
    public void failed(Side side, Failure failure) {
        link.failed(side, failure);
    }

    @Override
    public long patience() {
        return link.patience();
    }

    @Override
    public void fault(Throwable fault) {
        link.fault(fault);
    }

    @Override
    public void closed(Side side) {
        link.closed(side);
    }

    @Override
    public void freed(Side side) {
        link.freed(side);
    }
}
