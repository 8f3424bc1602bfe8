/// The broker in this process: started from `broker.xml`, with its files, its users and its
/// listening port, and its errors said in the words of whoever started it. What is declared on it
/// stands in that file and not here.
package mesh.artemis.broker;
