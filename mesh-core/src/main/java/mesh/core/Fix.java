package mesh.core;

/// What is changed about a thing in quarantine before it gets another try.
public interface Fix {
    /// Nothing.
    Fix NONE =
            new Fix() {
                @Override
                public String message(QuarantineView message) {
                    return message.body();
                }

                @Override
                public NewJob job(NewJob dead) {
                    return dead;
                }
            };

    /// The body with which a message is read again.
    ///
    /// @throws IllegalArgumentException where this is no fix for a message
    String message(QuarantineView message);

    /// The job that is admitted in place of a dead one.
    ///
    /// @param dead what was asked for, without what is over by now
    /// @throws IllegalArgumentException where this is no fix for that job
    NewJob job(NewJob dead);
}
