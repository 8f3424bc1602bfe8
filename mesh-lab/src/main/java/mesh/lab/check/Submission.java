package mesh.lab.check;

import mesh.protocol.JobId;

/// One job that a client wanted to submit, and the last word it got about it.
///
/// @param key the client's own name for it, unique in the history; it travels with the job as a
///     label, so that a job is found again whose answer got lost
/// @param answer what the client knows
/// @param expected what may become of it
public record Submission(String key, Answer answer, Expectation expected) {

    /// What a client knows of a submission.
    public sealed interface Answer {
        /// It was answered with 202 and this job.
        record Acknowledged(JobId job) implements Answer {}

        /// It was answered with a refusal: it must not be there.
        record Refused(String reason) implements Answer {}

        /// No answer came: it may be there or not.
        record Indeterminate(String why) implements Answer {}
    }

    public static Submission acknowledged(String key, JobId job, Expectation expected) {
        return new Submission(key, new Answer.Acknowledged(job), expected);
    }

    public static Submission refused(String key, String reason) {
        return new Submission(key, new Answer.Refused(reason), Expectation.ANY);
    }

    public static Submission indeterminate(String key, String why, Expectation expected) {
        return new Submission(key, new Answer.Indeterminate(why), expected);
    }
}
