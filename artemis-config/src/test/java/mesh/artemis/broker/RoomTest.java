package mesh.artemis.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor.FileStoreMonitorType;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long GIB = 1L << 30;

    private static FileStoreMonitor monitor(long millis) {
        return new FileStoreMonitor(
                null,
                Runnable::run,
                millis,
                TimeUnit.MILLISECONDS,
                20L << 20,
                null,
                FileStoreMonitorType.MinDiskFree);
    }

    private static long periodAfter(FileStoreMonitor monitor, Room room, long usable) {
        room.tick(usable, 100 * GIB, true, FileStoreMonitorType.MinDiskFree);
        return monitor.getPeriod();
    }

    @Test
    void a_disk_is_looked_at_seldom_while_it_has_much_room_and_no_longer() {
        FileStoreMonitor monitor = monitor(100);
        var room = new Room(monitor, null);
        assertThat(periodAfter(monitor, room, GIB)).isEqualTo(100);
        assertThat(periodAfter(monitor, room, 3 * GIB)).isEqualTo(1_000);
        assertThat(periodAfter(monitor, room, 8 * GIB)).isEqualTo(4_000);
        assertThat(periodAfter(monitor, room, 80 * GIB)).isEqualTo(30_000);
        assertThat(periodAfter(monitor, room, GIB)).isEqualTo(100);
    }

    @Test
    void no_disk_is_looked_at_more_often_than_was_wished_for() {
        FileStoreMonitor monitor = monitor(40_000);
        assertThat(periodAfter(monitor, new Room(monitor, null), 80 * GIB)).isEqualTo(40_000);
    }
}
