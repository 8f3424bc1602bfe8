/// `./mesh bench`: how many jobs, how soon, at what cost.
package mesh.cli.bench;
