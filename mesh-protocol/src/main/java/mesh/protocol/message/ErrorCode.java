package mesh.protocol.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a job ended without success, or a node settled an attempt so. The wire name is stable.
public enum ErrorCode {
    /// The handler failed, or the program it ran did.
    HANDLER_ERROR(true),
    /// Every attempt was lost with its node.
    ATTEMPTS_EXHAUSTED(false),
    /// The job's time was over.
    DEADLINE_PASSED(false),
    /// The job's time was over and no node that could run it was seen.
    NO_CAPABLE_NODE(false),
    /// The result, or what the program printed, was over the limit.
    RESULT_TOO_LARGE(false),
    /// An audit refused it.
    REJECTED_BY_AUDIT(false),
    /// Somebody cancelled it.
    CANCELLED(false),
    /// What the store holds of it cannot be read any more.
    UNREADABLE(false),
    /// The node cannot run such a job; only ever in a settlement that declines.
    NOT_CAPABLE(true),
    /// The node did not come to it for long; only ever in a settlement that declines.
    NODE_BUSY(true),
    /// The node is leaving; only ever in a settlement that declines.
    DRAINING(true),
    /// The node was gone before the job was awarded to it; never ends a job.
    NODE_LEFT(true);

    private final boolean retryCanHelp;

    ErrorCode(boolean retryCanHelp) {
        this.retryCanHelp = retryCanHelp;
    }

    /// Whether another attempt may end otherwise.
    public boolean retryCanHelp() {
        return retryCanHelp;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static ErrorCode of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
