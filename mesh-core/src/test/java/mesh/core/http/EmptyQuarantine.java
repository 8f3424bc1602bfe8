package mesh.core.http;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mesh.core.CoreService;
import mesh.core.Fix;
import mesh.core.IdempotencyKey;
import mesh.core.Page;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineQuery;
import mesh.core.QuarantineView;

/// The part of a core that has nothing in quarantine, and reads it as it reads all else.
abstract class EmptyQuarantine implements CoreService {

    /// Throws where nothing can be read.
    abstract void read();

    @Override
    public Page<QuarantineView> quarantine(QuarantineQuery query) {
        read();
        return new Page<>(List.of(), null);
    }

    @Override
    public Optional<QuarantineView> quarantined(UUID id) {
        read();
        return Optional.empty();
    }

    @Override
    public RequeueAnswer requeue(UUID id, Fix fix, IdempotencyKey key) {
        read();
        return new RequeueAnswer.Unknown();
    }

    @Override
    public QuarantineChoice.Outcome requeue(QuarantineChoice choice, Fix fix) {
        return forget(choice);
    }

    @Override
    public boolean forget(UUID id) {
        read();
        return false;
    }

    @Override
    public QuarantineChoice.Outcome forget(QuarantineChoice choice) {
        read();
        return new QuarantineChoice.Outcome(0, List.of(), 0, null);
    }
}
