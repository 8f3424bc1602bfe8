package mesh.cli.option;

import java.time.Instant;

/// A time as somebody gave it.
///
/// @param fromNow whether it was given as so long from now on, so that the same text means another
///     time later
public record Moment(Instant at, boolean fromNow) {}
