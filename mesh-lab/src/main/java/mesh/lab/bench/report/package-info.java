/// What was measured, for people and for programs: statistics, goals, the change since an earlier
/// run. Pure but for the plots.
package mesh.lab.bench.report;
