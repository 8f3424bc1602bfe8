-- Delayed starts and retries, what attempts say while they run, refusals, and what could not be finished.

ALTER TABLE jobs ADD COLUMN run_at INTEGER;
ALTER TABLE jobs ADD COLUMN requeued_from TEXT;
ALTER TABLE jobs ADD COLUMN progress REAL;
ALTER TABLE jobs ADD COLUMN progress_message TEXT;
ALTER TABLE jobs ADD COLUMN progress_at INTEGER;
-- 1 while an ended job waits to be requeued or put away.
ALTER TABLE jobs ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET dead = 1 WHERE state IN ('failed', 'expired');
CREATE INDEX jobs_dead ON jobs (id) WHERE dead = 1;
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;

-- When a queued job may be offered, at the earliest.
ALTER TABLE events ADD COLUMN not_before INTEGER;

CREATE TABLE partials (
    job     TEXT NOT NULL,
    number  INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;

-- The last one of each job.
CREATE TABLE checkpoints (
    job      TEXT PRIMARY KEY,
    number   INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,
    node     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    partials INTEGER NOT NULL,
    value    TEXT NOT NULL
);

-- What was not accepted, by reason, with the last of each.
CREATE TABLE refusals (
    job     TEXT NOT NULL,
    reason  TEXT NOT NULL,
    times   INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (job, reason)
) WITHOUT ROWID;

CREATE INDEX idempotency_by_time ON idempotency (at);
