-- Jobs in the form that costs least to write. What changes in a job's life lies close together, apart from what was asked
-- for; its events are the lines of its log (docs/store.md); an id is the 16 bytes of its UUID.

CREATE TABLE new_jobs (
    -- The order in which they were admitted.
    seq              INTEGER PRIMARY KEY,
    id               BLOB NOT NULL,
    type             TEXT NOT NULL,
    -- 0 queued, 1 assigned, 2 running, 3 succeeded, 4 failed, 5 expired, 6 cancelled.
    state            INTEGER NOT NULL,
    -- 1 while it is assigned or running.
    held             INTEGER NOT NULL,
    -- The state in which it ended; 0 before.
    ended            INTEGER NOT NULL,
    attempt          INTEGER NOT NULL,
    node             TEXT,
    log              TEXT NOT NULL,
    result           TEXT,
    error_code       TEXT,
    error_message    TEXT,
    -- When it ended, while it waits to be requeued or put away.
    dead_since       INTEGER,
    progress         REAL,
    progress_message TEXT,
    progress_at      INTEGER
);
-- What was asked for. Needs and labels are null where there are none.
CREATE TABLE specs (
    seq             INTEGER PRIMARY KEY,
    needs           TEXT,
    priority        INTEGER NOT NULL,
    labels          TEXT,
    max_attempts    INTEGER NOT NULL,
    deadline        INTEGER,
    run_at          INTEGER,
    requeued_from   BLOB,
    idempotency_key TEXT,
    -- In characters.
    payload_size    INTEGER NOT NULL,
    payload         TEXT NOT NULL
);
-- Which jobs ended together, in the order in which they did: the order in which they go.
CREATE TABLE endings (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    jobs BLOB NOT NULL
);

INSERT INTO new_jobs
SELECT rowid, unhex(id, '-'), type,
    CASE state WHEN 'queued' THEN 0 WHEN 'assigned' THEN 1 WHEN 'running' THEN 2 WHEN 'succeeded' THEN 3
        WHEN 'failed' THEN 4 WHEN 'expired' THEN 5 ELSE 6 END,
    state IN ('assigned', 'running'),
    CASE state WHEN 'succeeded' THEN 3 WHEN 'failed' THEN 4 WHEN 'expired' THEN 5 WHEN 'cancelled' THEN 6 ELSE 0 END,
    attempt, node,
    coalesce((SELECT group_concat(
        CASE name
            WHEN 'submitted' THEN 's@' || at || coalesce(' @' || not_before, '')
            WHEN 'awarded' THEN 'a@' || at || ' ' || attempt || ' ' || node
            WHEN 'started' THEN 'r@' || at
            WHEN 'succeeded' THEN '+@' || at
            WHEN 'attempt-failed' THEN 'f@' || at || ' ' || coalesce('@' || not_before, '-') || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), char(10), '\n')
            WHEN 'attempt-lost' THEN 'l@' || at || ' ' || coalesce('@' || not_before, '-') || ' '
                || replace(replace(coalesce(reason, ''), '\', '\\'), char(10), '\n')
            WHEN 'declined' THEN 'd@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), char(10), '\n')
            WHEN 'failed' THEN 'x@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), char(10), '\n')
            WHEN 'expired' THEN 'e@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), char(10), '\n')
            ELSE 'c@' || at
        END, char(10) ORDER BY seq) FROM events WHERE job = jobs.id), ''),
    result, error_code, error_message, CASE dead WHEN 1 THEN finished_at END, progress, progress_message, progress_at
FROM jobs ORDER BY rowid;

INSERT INTO specs
SELECT rowid, nullif(needs, 'null'), priority, nullif(labels, '{}'), max_attempts, deadline, run_at,
    unhex(requeued_from, '-'), idempotency_key, length(payload), payload
FROM jobs ORDER BY rowid;

INSERT INTO endings (at, jobs)
SELECT finished_at, unhex(group_concat(id, ''), '-')
FROM (SELECT finished_at, id, row_number() OVER (ORDER BY finished_at) / 256 AS part
    FROM jobs WHERE finished_at IS NOT NULL)
GROUP BY finished_at, part ORDER BY finished_at, part;

-- How many of a key's jobs are kept is counted.
CREATE TABLE new_idempotency (
    key       TEXT PRIMARY KEY,
    body_hash TEXT NOT NULL,
    jobs      BLOB NOT NULL,
    at        INTEGER NOT NULL,
    kept      INTEGER NOT NULL,
    -- When it may be forgotten; null while one of its jobs is kept.
    over_at   INTEGER
) WITHOUT ROWID;
INSERT INTO new_idempotency
SELECT key, body_hash, unhex(jobs, '-,'), at, (SELECT count(*) FROM jobs WHERE idempotency_key = key), over_at
FROM idempotency ORDER BY key;
DROP TABLE idempotency;
ALTER TABLE new_idempotency RENAME TO idempotency;
CREATE INDEX idempotency_by_end ON idempotency (over_at) WHERE over_at IS NOT NULL;

DROP TABLE events;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
CREATE UNIQUE INDEX jobs_by_id ON jobs (id);
CREATE INDEX jobs_by_end_and_type ON jobs (ended, type, id);
CREATE INDEX jobs_held ON jobs (id) WHERE held = 1;
CREATE INDEX jobs_dead ON jobs (dead_since, id) WHERE dead_since IS NOT NULL;
CREATE INDEX specs_requeued ON specs (requeued_from) WHERE requeued_from IS NOT NULL;

CREATE TABLE new_labels (
    label TEXT NOT NULL,
    job   BLOB NOT NULL,
    PRIMARY KEY (label, job)
) WITHOUT ROWID;
INSERT INTO new_labels SELECT label, unhex(job, '-') FROM labels ORDER BY label, job;
DROP TABLE labels;
ALTER TABLE new_labels RENAME TO labels;

CREATE TABLE new_partials (
    job     BLOB NOT NULL,
    number  INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;
INSERT INTO new_partials SELECT unhex(job, '-'), number, attempt, node, at, value FROM partials ORDER BY job, number;
DROP TABLE partials;
ALTER TABLE new_partials RENAME TO partials;

CREATE TABLE new_checkpoints (
    job      BLOB PRIMARY KEY,
    number   INTEGER NOT NULL,
    attempt  INTEGER NOT NULL,
    node     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    partials INTEGER NOT NULL,
    value    TEXT NOT NULL
);
INSERT INTO new_checkpoints SELECT unhex(job, '-'), number, attempt, node, at, partials, value FROM checkpoints;
DROP TABLE checkpoints;
ALTER TABLE new_checkpoints RENAME TO checkpoints;

CREATE TABLE new_refusals (
    job     BLOB NOT NULL,
    reason  TEXT NOT NULL,
    times   INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    node    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (job, reason)
) WITHOUT ROWID;
INSERT INTO new_refusals SELECT unhex(job, '-'), reason, times, attempt, node, at FROM refusals ORDER BY job, reason;
DROP TABLE refusals;
ALTER TABLE new_refusals RENAME TO refusals;
