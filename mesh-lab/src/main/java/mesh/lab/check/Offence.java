package mesh.lab.check;

/// One thing that is wrong.
///
/// @param submission the client's name of the submission; null where none belongs to it
/// @param job the job's id; null where there is none
/// @param text what was found, for people
public record Offence(Anomaly anomaly, String submission, String job, String text) {}
