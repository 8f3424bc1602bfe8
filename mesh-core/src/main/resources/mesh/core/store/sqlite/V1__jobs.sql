-- Times are milliseconds since 1970, ids UUIDs in their canonical text, needs, labels and results JSON.

CREATE TABLE jobs (
    id            TEXT PRIMARY KEY,
    type          TEXT NOT NULL,
    needs         TEXT NOT NULL,
    payload       TEXT NOT NULL,
    priority      INTEGER NOT NULL,
    labels        TEXT NOT NULL,
    max_attempts  INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    deadline      INTEGER,
    -- What follows is the fold of the job's events, kept for reading.
    state         TEXT NOT NULL,
    attempt       INTEGER NOT NULL,
    node          TEXT,
    started_at    INTEGER,
    finished_at   INTEGER,
    result        TEXT,
    error_code    TEXT,
    error_message TEXT
);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_by_type ON jobs (type, id);
CREATE INDEX jobs_by_type_and_state ON jobs (type, state, id);

CREATE TABLE events (
    job           TEXT NOT NULL,
    seq           INTEGER NOT NULL,
    at            INTEGER NOT NULL,
    name          TEXT NOT NULL,
    state         TEXT NOT NULL,
    attempt       INTEGER,
    node          TEXT,
    error_code    TEXT,
    error_message TEXT,
    reason        TEXT,
    PRIMARY KEY (job, seq)
) WITHOUT ROWID;

CREATE TABLE labels (
    label TEXT NOT NULL,
    job   TEXT NOT NULL,
    PRIMARY KEY (label, job)
) WITHOUT ROWID;

CREATE TABLE idempotency (
    key       TEXT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    jobs      TEXT NOT NULL,
    at        INTEGER NOT NULL
);

CREATE TABLE nodes (
    id        TEXT PRIMARY KEY,
    heartbeat TEXT NOT NULL,
    last_seen INTEGER NOT NULL,
    joined_at INTEGER NOT NULL
);

CREATE TABLE quarantine (
    id     TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    body   TEXT NOT NULL
);
CREATE INDEX quarantine_by_time ON quarantine (at);

-- Written to see whether the disk takes a write.
CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
);
