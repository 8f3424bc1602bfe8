/// The benchmark: how many durable jobs a second, how soon, at what cost, always beside what the
/// bare broker could do in the same minute. A {@link Part} measures something once; {@link Bench}
/// goes round over all parts as often as was asked, so that whatever else the machine does meets
/// all of them alike. It prints nothing, and knows how a mesh is started only by what it is given.
package mesh.lab.bench;
