package mesh.auction.engine;

/// What one criterion made of a node.
public record Reason(String criterion, double cost) {}
