package mesh.protocol.needs;

import mesh.protocol.needs.CapabilityValue.Version;

/// A version as one number that a broker's filter can compare: its first three parts, four digits
/// each for the second and third, so that 3.11.7 is 300110007.
///
/// Two versions in order never have numbers in the opposite order: if `a >= b`, then `upper(a) >=
/// lower(b)`, also where one of them was made by a node or core before this rule, which cut each
/// part at 9,999 by itself. A part beyond its digits takes all that follows with it: an upper bound
/// becomes the greatest number with the same beginning, a lower bound the least. The filter then
/// lets through more than it must; the node checks the whole condition again.
final class VersionBound {
    private static final long MOST = 9_999;
    private static final long DIGITS = 10_000;
    private static final long MOST_MAJOR = Long.MAX_VALUE / (DIGITS * DIGITS) - 1;

    private VersionBound() {}

    /// What a node of this version shows.
    static long upper(Version version) {
        long major = version.part(0);
        if (major > MOST_MAJOR) {
            return number(MOST_MAJOR, MOST, MOST);
        }
        long minor = version.part(1);
        return minor > MOST
                ? number(major, MOST, MOST)
                : number(major, minor, Math.min(version.part(2), MOST));
    }

    /// What a job that needs at least this version asks for.
    static long lower(Version version) {
        long major = version.part(0);
        if (major >= MOST_MAJOR) {
            return number(MOST_MAJOR, 0, 0);
        }
        long minor = version.part(1);
        return minor >= MOST
                ? number(major, MOST, 0)
                : number(major, minor, Math.min(version.part(2), MOST));
    }

    private static long number(long major, long minor, long patch) {
        return (major * DIGITS + minor) * DIGITS + patch;
    }
}
