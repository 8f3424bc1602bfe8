package mesh.artemis.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.activemq.artemis.core.io.DummyCallback;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.io.SequentialFile;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is noted of a journal's files, and that it is never wrong.
@Timeout(30)
class SealingFileTest {
    private static final int FILE = 1 << 20;
    private static final String NAME = "data-1.amq";

    @TempDir Path directory;
    private SealingFiles files;
    private SequentialFile file;

    @BeforeEach
    void make() throws Exception {
        files = new SealingFiles(directory.toFile(), "amq", 1, 1, null, null);
        files.setDatasync(true);
        file = files.createSequentialFile(NAME + ".tmp");
        file.open();
        file.fill(FILE);
        header(1);
        file.close(false, false);
        file.renameTo(NAME);
    }

    /// As the journal begins to use it.
    private void header(long id) throws Exception {
        JournalImpl.initFileHeader(files, file, 0, id);
    }

    private void openAt(int place) throws Exception {
        file.open();
        file.position(place);
    }

    private void write(int value, int bytes, boolean sync) throws Exception {
        ByteBuffer all = ByteBuffer.allocate(bytes);
        Arrays.fill(all.array(), (byte) value);
        file.writeDirect(all, sync);
    }

    private void used() throws Exception {
        openAt(Header.BYTES);
        write(1, 1_000, true);
        file.close();
    }

    private void flip(int at) throws IOException {
        try (var bytes = new RandomAccessFile(directory.resolve(NAME).toFile(), "rw")) {
            bytes.seek(at);
            int was = bytes.read();
            bytes.seek(at);
            bytes.write(was ^ 1);
        }
    }

    private boolean isDamaged() throws IOException {
        return JournalFolder.ofMessages(directory).damage().isPresent();
    }

    private long noted() throws IOException {
        return files.seals().read(NAME).map(Seal::length).orElse(0L);
    }

    @Test
    void all_that_was_written_is_noted_when_it_is_closed() throws Exception {
        used();
        assertThat(noted()).isEqualTo(Header.BYTES + 1_000);
        assertThat(isDamaged()).isFalse();
        flip(Header.BYTES + 999);
        assertThat(isDamaged()).isTrue();
        flip(Header.BYTES + 999);
        flip(Header.BYTES + 1_000);
        assertThat(isDamaged()).as("nobody wrote that").isFalse();
    }

    @Test
    void what_is_on_the_disk_is_noted_now_and_then_and_nothing_else() throws Exception {
        openAt(Header.BYTES);
        write(1, 10, true);
        assertThat(noted()).isEqualTo(Header.BYTES);
        file.writeDirect(ByteBuffer.allocate(SealingFile.EVERY), false, ignored());
        assertThat(noted()).isEqualTo(Header.BYTES);
        file.writeDirect(ByteBuffer.allocate(10), true, ignored());
        assertThat(noted()).isEqualTo(Header.BYTES + 20 + SealingFile.EVERY);
        file.close();
    }

    private static IOCallback ignored() {
        return DummyCallback.getInstance();
    }

    @Test
    void what_is_appended_after_a_start_is_noted_with_what_was_there() throws Exception {
        used();
        openAt(Header.BYTES + 1_000);
        write(2, 1_000, true);
        file.close();
        assertThat(noted()).isEqualTo(Header.BYTES + 2_000);
        assertThat(isDamaged()).isFalse();
        flip(Header.BYTES);
        assertThat(isDamaged()).isTrue();
    }

    /// After a crash, what was torn is written over.
    @Test
    void what_is_appended_before_the_end_of_what_was_noted_is_no_damage() throws Exception {
        used();
        openAt(Header.BYTES + 500);
        write(2, 100, true);
        assertThat(isDamaged()).isFalse();
        file.close();
        assertThat(isDamaged()).isFalse();
        assertThat(noted()).isEqualTo(Header.BYTES + 600);
    }

    /// The journal gives an id twice when it copies together what is alive.
    @Test
    void nothing_is_noted_of_an_earlier_use_even_with_the_same_id() throws Exception {
        used();
        openAt(0);
        header(1);
        assertThat(files.seals().read(NAME)).isEmpty();
        openAt(Header.BYTES);
        file.close(false, false);
        file.renameTo(NAME + ".cmp");
        openAt(0);
        ByteBuffer all = ByteBuffer.allocateDirect(FILE);
        all.putInt(2).putInt(0).putLong(1).put((byte) 7).clear();
        file.blockingWriteDirect(all, true, false);
        file.close(false, false);
        file.renameTo(NAME);
        assertThat(noted()).isEqualTo(FILE);
        assertThat(isDamaged()).isFalse();
        flip(FILE - 1);
        assertThat(isDamaged()).isTrue();
    }

    @Test
    void a_seal_of_another_use_or_one_that_is_torn_says_nothing() throws Exception {
        used();
        Path seal = directory.resolve("data-1" + Seals.SUFFIX);
        byte[] whole = Files.readAllBytes(seal);
        flip(100);
        assertThat(isDamaged()).isTrue();
        for (int torn = 0; torn < whole.length; torn++) {
            Files.write(seal, Arrays.copyOf(whole, torn));
            assertThat(isDamaged()).isFalse();
            byte[] other = whole.clone();
            other[torn] ^= 1;
            Files.write(seal, other);
            assertThat(isDamaged()).isFalse();
        }
        Files.write(seal, whole);
        flip(Header.BYTES - 1);
        assertThat(isDamaged()).as("another id").isFalse();
    }

    @Test
    void nothing_is_noted_any_more_when_the_disk_has_failed() throws Exception {
        openAt(Header.BYTES);
        write(1, 1_000, true);
        files.onIOError(new IOException("on purpose"), "on purpose");
        file.close();
        assertThat(noted()).isEqualTo(Header.BYTES);
    }

    @Test
    void seals_of_files_that_are_gone_go_too() throws Exception {
        used();
        Seal seal = files.seals().read(NAME).orElseThrow();
        for (int i = 0; i < 1_000; i++) {
            files.seals().write("data-" + (i + 2) + ".amq", seal, false);
        }
        try (var all = Files.list(directory)) {
            assertThat(all.count()).isLessThan(80);
        }
        assertThat(noted()).isPositive();
    }
}
