/// The broker's acceptor for other processes, and what holds for them whoever they are: how much
/// may be sent before a log-in, for how long, by how many connections, and what nobody may send at
/// all. Who may do what after the log-in stands in `broker.xml`.
package mesh.artemis.gate;
