package mesh.auction.engine;

import mesh.protocol.message.Offer;

/// Draws a lot from job and node, from 0 up to 1: over many jobs equal nodes win equally often, and
/// the same job asked again draws the same. It is the finaliser of SplitMix64 (Steele, Lea and
/// Flood, 2014) over both identities.
final class FairLot implements Criterion {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    @Override
    public String name() {
        return "lot";
    }

    @Override
    public double cost(Offer offer, Candidate candidate) {
        var job = offer.job().value();
        long lot = mix(job.getMostSignificantBits() + GOLDEN);
        lot = mix(lot ^ job.getLeastSignificantBits());
        lot = mix(lot + GOLDEN * candidate.node().value().hashCode());
        return (lot >>> 11) * 0x1.0p-53;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
