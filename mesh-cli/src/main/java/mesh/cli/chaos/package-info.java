/// `mesh chaos`: the chaos of mesh-lab for people. It says how a mesh is started here, shows how
/// the run goes, and writes the report.
package mesh.cli.chaos;
