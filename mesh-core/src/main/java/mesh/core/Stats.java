package mesh.core;

import java.util.Map;

/// The mesh in figures.
///
/// @param jobs how many are in each state, by the state's name
/// @param nodes how many are in each state, by the state's name
/// @param refused settlements and others that were not accepted since the start, by reason
/// @param rates per second over the last minute: `submitted`, `finished`
/// @param dead how many jobs failed or expired and were neither requeued nor put away; null while
///     the store does not say
public record Stats(
        Map<String, Long> jobs,
        Map<String, Long> nodes,
        Map<String, Long> refused,
        Map<String, Double> rates,
        Long dead) {}
