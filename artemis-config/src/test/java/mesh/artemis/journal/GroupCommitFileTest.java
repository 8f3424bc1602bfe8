package mesh.artemis.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.journal.EncodingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GroupCommitFileTest {
    private static final int BUFFER = 64;
    private static final int FILE = 4096;

    @TempDir Path directory;

    private final List<Byte> told = new ArrayList<>();
    private GroupCommitFiles files;
    private SequentialFile file;

    @BeforeEach
    void open() throws Exception {
        files = new GroupCommitFiles(directory.toFile(), "amq", BUFFER, 1, null, null);
        files.setDatasync(true);
        file = file("a.amq");
    }

    private SequentialFile file(String name) throws Exception {
        SequentialFile made = files.createSequentialFile(name);
        made.open();
        made.fill(FILE);
        made.position(0);
        return made;
    }

    @AfterEach
    void close() throws Exception {
        file.close();
    }

    @Test
    void who_appends_is_told_when_it_is_written_and_in_order() throws Exception {
        files.activateBuffer(file);
        append(1, 3);
        append(2, 2);
        assertThat(told).isEmpty();
        assertThat(written(5)).containsOnly(0);

        files.flush();

        assertThat(told).containsExactly((byte) 1, (byte) 2);
        assertThat(written(6)).containsExactly(1, 1, 1, 2, 2, 0);
        files.flush();
        assertThat(told).hasSize(2);
    }

    @Test
    void is_as_full_as_it_will_be_when_all_is_written() throws Exception {
        files.activateBuffer(file);
        file.position(FILE - 10);
        append(1, 6);
        assertThat(file.fits(4)).isTrue();
        assertThat(file.fits(5)).isFalse();

        files.flush();

        assertThat(file.position()).isEqualTo(FILE - 4);
        assertThat(file.fits(4)).isTrue();
        assertThat(file.fits(5)).isFalse();
    }

    @Test
    void what_does_not_fit_beside_the_rest_lets_that_be_written_first() throws Exception {
        files.activateBuffer(file);
        append(1, BUFFER - 1);
        append(2, 2);

        assertThat(told).containsExactly((byte) 1);
        files.flush();
        assertThat(told).containsExactly((byte) 1, (byte) 2);
        assertThat(written(BUFFER + 1)).startsWith(1).endsWith(1, 2, 2);
    }

    /// Also where one comes after the other for ever.
    @Test
    void the_first_does_not_wait_for_long() throws Exception {
        files.activateBuffer(file);
        append(1, 1);
        long begun = System.nanoTime();
        while (System.nanoTime() - begun <= GroupCommitFile.MOST_NANOS) {
            Thread.onSpinWait();
        }
        append(2, 1);
        assertThat(told).containsExactly((byte) 1);
    }

    @Test
    void what_was_gathered_is_in_its_file_before_another_gathers() throws Exception {
        files.activateBuffer(file);
        append(1, 2);
        SequentialFile next = file("b.amq");
        files.activateBuffer(next);
        assertThat(told).containsExactly((byte) 1);
        assertThat(written(3)).containsExactly(1, 1, 0);

        append(3, 1);
        assertThat(told).as("nothing is gathered any more").containsExactly((byte) 1, (byte) 3);
        files.deactivateBuffer();
        next.close();
    }

    @Test
    void who_waits_for_a_record_does_not_wait_for_ever() throws Exception {
        files.activateBuffer(file);
        append(1, 1);
        file.write(new Record((byte) 2, 1), true);
        assertThat(told).containsExactly((byte) 1);
        assertThat(written(3)).containsExactly(1, 2, 0);
    }

    @Test
    void who_appends_to_a_file_that_is_closed_is_told_so() throws Exception {
        files.activateBuffer(file);
        var failed = new ArrayList<String>();
        file.write(
                new Record((byte) 1, 1),
                true,
                new IOCallback() {
                    @Override
                    public void done() {
                        failed.add("done");
                    }

                    @Override
                    public void onError(int code, String why) {
                        failed.add(why);
                    }
                });
        file.close();
        files.flush();
        assertThat(failed).singleElement().asString().contains("not opened");
    }

    private void append(int value, int size) throws Exception {
        file.write(
                new Record((byte) value, size),
                true,
                new IOCallback() {
                    @Override
                    public void done() {
                        told.add((byte) value);
                    }

                    @Override
                    public void onError(int code, String why) {
                        throw new AssertionError(why);
                    }
                });
    }

    private int[] written(int bytes) throws Exception {
        byte[] all = Files.readAllBytes(directory.resolve("a.amq"));
        var first = new int[bytes];
        for (int i = 0; i < bytes; i++) {
            first[i] = all[i];
        }
        return first;
    }

    /// The same byte so many times.
    private record Record(byte value, int size) implements EncodingSupport {
        @Override
        public int getEncodeSize() {
            return size;
        }

        @Override
        public void encode(ActiveMQBuffer buffer) {
            for (int i = 0; i < size; i++) {
                buffer.writeByte(value);
            }
        }

        @Override
        public void decode(ActiveMQBuffer buffer) {
            throw new UnsupportedOperationException();
        }
    }
}
