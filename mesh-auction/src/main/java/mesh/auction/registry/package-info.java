/// Who is alive and what each node can do: heartbeats and departures in, the state of a node at a
/// time out. Pure: the time is an argument, and nothing here knows of offers, awards or a broker.
package mesh.auction.registry;
