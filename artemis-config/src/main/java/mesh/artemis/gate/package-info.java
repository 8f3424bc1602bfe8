/// The broker's door for other processes. Here lies all that holds before anybody has said who he
/// is, and what nobody may say at all: how much a stranger may send, for how long, and how many of
/// them there may be. Who may do what once he is known stands in `broker.xml`.
package mesh.artemis.gate;
