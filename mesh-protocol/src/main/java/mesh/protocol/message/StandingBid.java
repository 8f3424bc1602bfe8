package mesh.protocol.message;

/// What a node asks for any job until it says otherwise.
///
/// @param price in millionths of a credit for one second of one slot; 0 is free
public record StandingBid(long price) {
    public static final StandingBid FREE = new StandingBid(0);

    public StandingBid {
        Checks.atLeast("price", price, 0);
    }
}
