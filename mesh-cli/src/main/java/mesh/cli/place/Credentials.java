package mesh.cli.place;

import java.security.SecureRandom;
import java.util.Base64;

/// What opens a mesh. Made on the first start and kept; what the user gives takes its place.
///
/// @param token for HTTP
/// @param consoleUser and its password, for the broker's console in a browser
/// @param brokerUser and its password, for workers and other roles
public record Credentials(
        String token,
        String consoleUser,
        String consolePassword,
        String brokerUser,
        String brokerPassword) {
    /// 192 bits: beyond guessing, and short enough to be copied by hand once.
    private static final int SECRET_BYTES = 24;

    /// The credentials of a mesh that is about to start: what the user gives, else what was kept,
    /// else new ones. They are kept from then on.
    ///
    /// @param given null where the user gave nothing
    public static Credentials keep(DataDirectory data, Credentials given) {
        try (var _ = RoleLock.waitFor(data, "credentials")) {
            Credentials kept =
                    data.credentials().orElse(new Credentials(null, null, null, null, null));
            var chance = new SecureRandom();
            var effective =
                    new Credentials(
                            first(given.token, kept.token, secret(chance)),
                            first(given.consoleUser, kept.consoleUser, "admin"),
                            first(given.consolePassword, kept.consolePassword, secret(chance)),
                            first(given.brokerUser, kept.brokerUser, "mesh"),
                            first(given.brokerPassword, kept.brokerPassword, secret(chance)));
            if (!effective.equals(kept)) {
                data.store(effective);
            }
            return effective;
        }
    }

    private static String first(String given, String kept, String made) {
        return given != null ? given : kept != null ? kept : made;
    }

    private static String secret(SecureRandom chance) {
        var bytes = new byte[SECRET_BYTES];
        chance.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Keeps the secrets out of logs.
    @Override
    public String toString() {
        return "Credentials[consoleUser=" + consoleUser + ", brokerUser=" + brokerUser + ", …]";
    }
}
