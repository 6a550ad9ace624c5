package io.weir.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lease has one owner and comes back once; pools are bounded. */
class LeaseTest {
    private static void none(Throwable fault) {
        throw new AssertionError(fault);
    }

    private final List<Integer> closed = new ArrayList<>();
    private int opened;
    private boolean giving = true;
    private final PipePool.Source source = new PipePool.Source() {
        @Override
        public int[] open(int size) {
            return giving ? new int[] {opened * 2, opened++ * 2 + 1, size} : null;
        }

        @Override
        public void close(int readEnd, int writeEnd) {
            closed.add(readEnd);
        }
    };

    @Test
    void givingBackTwiceIsAnErrorAndNeverTwoOwners() {
        BufferPool pool = new BufferPool(4096, 4);
        Memory memory = pool.take();
        memory.release();
        assertThatThrownBy(memory::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("given back twice");
        Memory one = pool.take();
        Memory other = pool.take();
        assertThat(one).isNotSameAs(other);
        assertThat(pool.leased()).isEqualTo(2);
        one.release();
        other.release();
        assertThat(pool.leased()).isZero();
        pool.close();
        assertThat(pool.made()).isZero();
    }

    @Test
    void whereTheJvmHasNoMemoryThePoolIsAsLargeAsItIs() {
        int[] made = new int[1];
        BufferPool pool = new BufferPool(16, 10, (its, size) -> {
            if (++made[0] > 3) {
                throw new OutOfMemoryError("Cannot reserve 16 bytes of direct buffer memory");
            }
            return new Memory(its, size);
        });
        Memory first = pool.take();
        assertThat(first).isNotNull();
        assertThat(pool.take()).isNotNull();
        assertThat(pool.take()).isNotNull();
        assertThat(pool.take()).isNull();
        assertThat(pool.take()).isNull();
        assertThat(made[0]).as("the JVM is not asked each time").isEqualTo(4);
        assertThat(pool.take(bits -> {})).isNull();
        assertThat(pool.canServe()).isFalse();
        first.release();
        assertThat(pool.canServe()).isTrue();
    }

    @Test
    void readersWaitWhereAllBuffersAreOutAndAreServedInOrder() {
        BufferPool pool = new BufferPool(4096, 2);
        Memory one = pool.take();
        Memory other = pool.take();
        List<String> told = new ArrayList<>();
        assertThat(pool.take(bits -> told.add("first"))).isNull();
        assertThat(pool.take(bits -> told.add("second"))).isNull();
        assertThat(pool.canServe()).isFalse();
        one.release();
        assertThat(pool.canServe()).isTrue();
        pool.serve(LeaseTest::none);
        assertThat(told).containsExactly("first");
        // The first did not need it after all: the next turn serves the second
        pool.serve(LeaseTest::none);
        assertThat(told).containsExactly("first", "second");
        other.release();
        pool.close();
    }

    @Test
    void whoGetsABufferBeforeItsTurnWaitsNoMore() {
        BufferPool pool = new BufferPool(4096, 2);
        Memory one = pool.take();
        Memory other = pool.take();
        Ready reader = bits -> {};
        assertThat(pool.take(reader)).isNull();
        assertThat(pool.take(reader)).isNull();
        assertThat(pool.waiting()).isEqualTo(1);
        one.release();
        Memory leased = pool.take(reader);
        assertThat(leased).isNotNull();
        assertThat(pool.isExhausted()).as("nobody is to be ended for it").isFalse();
        assertThat(pool.waiting()).isZero();
        leased.release();
        other.release();
        pool.close();
    }

    @Test
    void buffersNobodyNeededGoBackToTheSystem() {
        BufferPool pool = new BufferPool(4096, 10);
        List<Memory> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add(pool.take());
        }
        leases.forEach(Memory::release);
        pool.trim();
        assertThat(pool.made()).as("needed since the last look").isEqualTo(10);
        Memory one = pool.take();
        one.release();
        pool.trim();
        assertThat(pool.made()).isEqualTo(1);
        pool.close();
    }

    @Test
    void aPipeWithBytesInItIsNeverHandedToTheNext() {
        PipePool pool = new PipePool(source, 65536, 8);
        Pipe pipe = pool.take();
        pipe.readFrom(new FakeSocket(1000, 0));
        assertThat(pipe.length()).isEqualTo(1000);
        pipe.release();
        assertThat(closed).containsExactly(0);
        assertThat(pool.take()).isNotSameAs(pipe);
        assertThat(pool.made()).isEqualTo(1);
    }

    @Test
    void anEmptiedPipeIsKept() {
        PipePool pool = new PipePool(source, 65536, 8);
        Pipe pipe = pool.take();
        FakeSocket socket = new FakeSocket(1000, 600);
        pipe.readFrom(socket);
        assertThat(pipe.writeTo(socket)).isEqualTo(1000);
        pipe.release();
        assertThat(closed).isEmpty();
        assertThat(pool.take()).isSameAs(pipe);
    }

    @Test
    void pipesAreBoundedAndARefusingSystemIsNotAskedEachTime() {
        PipePool pool = new PipePool(source, 65536, 2);
        pool.take();
        pool.take();
        assertThat(pool.take()).isNull();
        assertThat(opened).isEqualTo(2);
        giving = false;
        PipePool refused = new PipePool(source, 65536, 2);
        for (int i = 0; i < 100; i++) {
            assertThat(refused.take()).isNull();
        }
        giving = true;
        assertThat(refused.take()).as("asked again only after a while").isNull();
    }
}
