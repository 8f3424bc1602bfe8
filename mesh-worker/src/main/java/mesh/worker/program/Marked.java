package mesh.worker.program;

/// Hears the lines of a program's standard output that begin with a marker, as they are printed.
/// They are no part of the output, and do not count against its limit. Called by one thread at a
/// time, which reads nothing more of what the program prints until it returns.
public interface Marked {

    /// What such a line begins with, in ASCII; not empty.
    String marker();

    /// How many bytes such a line may have, its end not counted.
    int mostBytes();

    /// A line, with the marker and without its end. Where the program prints no end to its last
    /// line, that is one only if the program ended with exit code 0.
    ///
    /// @return whether to go on; else the program is killed
    boolean line(String line);

    /// A line that has more bytes than it may. The program is killed.
    ///
    /// @param beginning as much of it as there may be
    void tooLong(String beginning);

    /// A line that is no UTF-8. The program is killed.
    ///
    /// @param shown the line, for people
    /// @param at the first byte of it that belongs to no character
    void noText(String shown, int at);
}
