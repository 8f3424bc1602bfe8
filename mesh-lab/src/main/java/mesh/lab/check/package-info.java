/// The checker: what a run's history proves about the mesh, in Jepsen's words for a total queue
/// (acknowledged, lost, unexpected, duplicated, recovered) and in those of the invariants. Pure: it
/// knows a history and nothing of how one is made, and it shares no code with the life cycle that
/// it judges.
package mesh.lab.check;
