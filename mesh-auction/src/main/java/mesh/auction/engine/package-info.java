/// Who wins, and why: offers, settlements, heartbeats and the passing of time in, a {@link
/// mesh.auction.engine.Plan} out. Pure: the time is an argument, a decision is data that the shell
/// around it sends, and nothing here knows a broker, a thread or a clock.
///
/// {@link mesh.auction.engine.AuctionEngine} is the way in. {@link mesh.auction.engine.OfferBook}
/// holds what waits, sorted by who could run it ({@link mesh.auction.engine.Reach}), {@link
/// mesh.auction.engine.AwardBook} what was awarded; {@link mesh.auction.engine.Ranking} is where a
/// richer auction is put in, one {@link mesh.auction.engine.Criterion} each.
package mesh.auction.engine;
