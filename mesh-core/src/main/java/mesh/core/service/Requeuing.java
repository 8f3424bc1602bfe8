package mesh.core.service;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mesh.core.CoreService.RequeueAnswer;
import mesh.core.Fix;
import mesh.core.IdempotencyKey;
import mesh.core.OverloadedException;
import mesh.core.QuarantineChoice;
import mesh.core.QuarantineView;
import mesh.core.UnreadableJobException;
import mesh.core.service.DeadJobs.Replacement;
import mesh.core.store.Store;
import mesh.protocol.Address;
import mesh.protocol.JobId;
import mesh.protocol.json.MessageBody;
import mesh.protocol.link.Link;
import mesh.protocol.link.LinkException;

/// Gives what lies in quarantine another try, one by one or many.
///
/// A message is sent, then forgotten: where the core dies between the two it is sent again, and
/// whoever reads it knows a repeat.
final class Requeuing {
    static final String UNKNOWN = "nothing is in quarantine under this id";

    /// What one commit takes of payloads.
    private static final int CHARACTERS_AT_ONCE = 4 << 20;

    private final CoreLoop loop;
    private final Store store;
    private final Link link;
    private final DeadJobs dead;

    Requeuing(CoreLoop loop, Store store, Link link, InstantSource clock, Admission admission) {
        this.loop = loop;
        this.store = store;
        this.link = link;
        this.dead = new DeadJobs(store, clock, admission);
    }

    RequeueAnswer requeue(UUID id, Fix fix, IdempotencyKey key) {
        Optional<QuarantineView> found = store.quarantined(id);
        if (found.isPresent() && found.get().kind() == QuarantineView.Kind.MESSAGE) {
            return send(found.get(), fix);
        }
        var job = new JobId(id);
        Optional<Replacement> replacement;
        try {
            replacement = found.flatMap(_ -> dead.replacement(job, fix));
        } catch (UnreadableJobException unreadable) {
            return new RequeueAnswer.StillUnreadable(unreadable.getMessage());
        }
        return loop.perform(
                (engine, writes) ->
                        replacement.isPresent()
                                ? dead.admit(List.of(replacement.get()), key, engine, writes)
                                        .getFirst()
                                : dead.before(job, key, writes)
                                        .orElseGet(RequeueAnswer.Unknown::new));
    }

    private RequeueAnswer send(QuarantineView message, Fix fix) {
        Optional<Address<?>> address =
                Address.ALL.stream()
                        .filter(known -> known.name().equals(message.from()))
                        .findFirst();
        String body = fix.message(message);
        if (address.isEmpty()) {
            return new RequeueAnswer.StillUnreadable(
                    "it came from '" + message.from() + "', where nothing is read");
        }
        try {
            link.send(MessageBody.read(body, address.get().type()));
        } catch (IllegalArgumentException unreadable) {
            return new RequeueAnswer.StillUnreadable(unreadable.getMessage());
        } catch (LinkException away) {
            throw new OverloadedException(false, away.getMessage(), Admission.COME_AGAIN);
        }
        var _ = loop.perform((_, writes) -> writes.forgotten().add(message.id()));
        return new RequeueAnswer.Sent();
    }

    QuarantineChoice.Outcome requeue(QuarantineChoice choice, Fix fix) {
        return Many.each(store, choice, (ids, account) -> requeue(ids, fix, account));
    }

    private void requeue(List<UUID> ids, Fix fix, Many account) {
        var jobs = new ArrayList<Replacement>();
        long size = 0;
        for (UUID id : ids) {
            try {
                Optional<Replacement> job = dead.replacement(new JobId(id), fix);
                if (job.isEmpty()) {
                    // It is a message, if anything.
                    account(id, requeue(id, fix, null), account);
                    continue;
                }
                size += job.get().job().payload().text().length();
                if (!jobs.isEmpty() && size > CHARACTERS_AT_ONCE) {
                    admit(jobs, account);
                    jobs.clear();
                    size = job.get().job().payload().text().length();
                }
                jobs.add(job.get());
            } catch (IllegalArgumentException noFix) {
                account.failed(id, noFix.getMessage());
            }
        }
        if (!jobs.isEmpty()) {
            admit(jobs, account);
        }
    }

    private void admit(List<Replacement> jobs, Many account) {
        List<RequeueAnswer> answers =
                loop.perform((engine, writes) -> dead.admit(jobs, null, engine, writes));
        for (int i = 0; i < jobs.size(); i++) {
            account(jobs.get(i).dead().value(), answers.get(i), account);
        }
    }

    private static void account(UUID id, RequeueAnswer answer, Many account) {
        switch (answer) {
            case RequeueAnswer.Sent() -> account.done(1);
            case RequeueAnswer.Admitted(JobId _) -> account.done(1);
            case RequeueAnswer.Unknown() -> account.failed(id, UNKNOWN);
            case RequeueAnswer.RequeuedBefore(JobId job) ->
                    account.failed(id, "it was requeued before, as job " + job);
            case RequeueAnswer.StillUnreadable(String reason) ->
                    account.failed(id, "it still cannot be read: " + reason);
        }
    }
}
