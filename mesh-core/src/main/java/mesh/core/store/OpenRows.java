package mesh.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.core.EventView;
import mesh.core.job.JobEvent;
import mesh.core.job.JobSpec;
import mesh.core.job.JobState;
import mesh.core.job.Lifecycle;
import mesh.core.store.Store.OpenRow;
import mesh.protocol.JobType;

/// Folds rows of events, job after job, and hands on the jobs that have not ended.
final class OpenRows {
    private final Consumer<OpenRow> each;
    private final List<JobEvent> events = new ArrayList<>();
    private JobSpec spec;
    private int seq;

    OpenRows(Consumer<OpenRow> each) {
        this.each = each;
    }

    void add(ResultSet row) throws SQLException {
        EventView event = Rows.event(row);
        if (spec == null || !spec.id().equals(event.job())) {
            end();
            spec =
                    new JobSpec(
                            event.job(),
                            new JobType(row.getString("type")),
                            Rows.needs(row.getString("needs")),
                            row.getInt("priority"),
                            Optional.ofNullable(Rows.instant(row, "deadline")),
                            Optional.ofNullable(Rows.instant(row, "run_at")),
                            row.getInt("max_attempts"),
                            row.getInt("payload_size"));
        }
        events.add(Rows.fact(event));
        seq = event.seq();
    }

    void end() {
        if (spec != null && Lifecycle.fold(events) instanceof JobState.Open state) {
            each.accept(new OpenRow(spec, state, seq));
        }
        events.clear();
    }
}
