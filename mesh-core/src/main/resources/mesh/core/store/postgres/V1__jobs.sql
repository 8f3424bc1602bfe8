-- Times are milliseconds since 1970, ids UUIDs in their canonical text, needs, labels and results JSON.
-- Ids are compared byte by byte, as everywhere else.

CREATE TABLE jobs (
    id               TEXT COLLATE "C" PRIMARY KEY,
    type             TEXT COLLATE "C" NOT NULL,
    needs            TEXT NOT NULL,
    payload          TEXT NOT NULL,
    priority         INTEGER NOT NULL,
    labels           TEXT NOT NULL,
    max_attempts     INTEGER NOT NULL,
    created_at       BIGINT NOT NULL,
    deadline         BIGINT,
    run_at           BIGINT,
    requeued_from    TEXT,
    -- The key that it was submitted with.
    idempotency_key  TEXT,
    -- What follows is the fold of the job's events, kept for reading.
    state            TEXT COLLATE "C" NOT NULL,
    attempt          INTEGER NOT NULL,
    node             TEXT,
    started_at       BIGINT,
    finished_at      BIGINT,
    result           TEXT,
    error_code       TEXT,
    error_message    TEXT,
    -- What its attempts said.
    progress         DOUBLE PRECISION,
    progress_message TEXT,
    progress_at      BIGINT,
    -- 1 while an ended job waits to be requeued or put away.
    dead             INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_by_type ON jobs (type, id);
CREATE INDEX jobs_by_type_and_state ON jobs (type, state, id);
CREATE INDEX jobs_dead ON jobs (finished_at, id) WHERE dead = 1;
CREATE INDEX jobs_by_end ON jobs (finished_at, id) WHERE finished_at IS NOT NULL;

CREATE TABLE events (
    job           TEXT COLLATE "C" NOT NULL,
    seq           INTEGER NOT NULL,
    at            BIGINT NOT NULL,
    name          TEXT NOT NULL,
    state         TEXT NOT NULL,
    attempt       INTEGER,
    node          TEXT,
    error_code    TEXT,
    error_message TEXT,
    reason        TEXT,
    -- When a queued job may be offered, at the earliest.
    not_before    BIGINT,
    PRIMARY KEY (job, seq)
);

CREATE TABLE labels (
    label TEXT COLLATE "C" NOT NULL,
    job   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (label, job)
);

CREATE TABLE idempotency (
    key       TEXT COLLATE "C" PRIMARY KEY,
    body_hash TEXT NOT NULL,
    jobs      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    -- When it may be forgotten; null while one of its jobs is kept.
    over_at   BIGINT
);
CREATE INDEX idempotency_by_end ON idempotency (over_at) WHERE over_at IS NOT NULL;

CREATE TABLE nodes (
    id        TEXT COLLATE "C" PRIMARY KEY,
    heartbeat TEXT NOT NULL,
    last_seen BIGINT NOT NULL,
    joined_at BIGINT NOT NULL
);

CREATE TABLE partials (
    job     TEXT COLLATE "C" NOT NULL,
    number  INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      BIGINT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (job, number)
);

-- The last one of each job.
CREATE TABLE checkpoints (
    job      TEXT COLLATE "C" PRIMARY KEY,
    number   INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,
    node     TEXT NOT NULL,
    at       BIGINT NOT NULL,
    partials INTEGER NOT NULL,
    value    TEXT NOT NULL
);

-- What was not accepted, by reason, with the last of each.
CREATE TABLE refusals (
    job     TEXT COLLATE "C" NOT NULL,
    reason  TEXT COLLATE "C" NOT NULL,
    times   INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (job, reason)
);

CREATE TABLE quarantine (
    id     TEXT COLLATE "C" PRIMARY KEY,
    at     BIGINT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    body   TEXT NOT NULL
);
CREATE INDEX quarantine_by_time ON quarantine (at, id);

-- Written to see whether the database takes a write.
CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at BIGINT NOT NULL
);
