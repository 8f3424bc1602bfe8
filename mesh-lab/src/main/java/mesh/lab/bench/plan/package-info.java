/// What shall be measured, and what would be good: data, no deeds.
package mesh.lab.bench.plan;
