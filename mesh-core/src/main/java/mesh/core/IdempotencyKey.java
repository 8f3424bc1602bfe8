package mesh.core;

/// A client's name for a request that it may repeat.
///
/// @param key 1 to 255 printable characters
/// @param bodyHash SHA-256 of the body in hexadecimal, so that another body is noticed
public record IdempotencyKey(String key, String bodyHash) {}
