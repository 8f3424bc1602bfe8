-- Jobs in the form that costs least to write. What changes in a job's life lies close together, apart from what was asked
-- for; its events are the lines of its log (docs/store.md); an id is the 16 bytes of its UUID.

CREATE TABLE new_jobs (
    -- The order in which they were admitted.
    seq              BIGINT PRIMARY KEY,
    id               BYTEA NOT NULL,
    type             TEXT COLLATE "C" NOT NULL,
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
    dead_since       BIGINT,
    progress         DOUBLE PRECISION,
    progress_message TEXT,
    progress_at      BIGINT
) WITH (fillfactor = 70);
-- What was asked for. Needs and labels are null where there are none.
CREATE TABLE specs (
    seq             BIGINT PRIMARY KEY,
    needs           TEXT,
    priority        INTEGER NOT NULL,
    labels          TEXT,
    max_attempts    INTEGER NOT NULL,
    deadline        BIGINT,
    run_at          BIGINT,
    requeued_from   BYTEA,
    idempotency_key TEXT,
    -- In characters.
    payload_size    INTEGER NOT NULL,
    payload         TEXT NOT NULL
);
-- Which jobs ended together, in the order in which they did: the order in which they go.
CREATE TABLE endings (
    seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at   BIGINT NOT NULL,
    jobs BYTEA NOT NULL
);
CREATE TEMPORARY TABLE places ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) AS seq FROM jobs;
CREATE UNIQUE INDEX places_by_id ON places (id);
ANALYZE places;

INSERT INTO new_jobs
SELECT places.seq, decode(replace(jobs.id, '-', ''), 'hex'), type,
    CASE state WHEN 'queued' THEN 0 WHEN 'assigned' THEN 1 WHEN 'running' THEN 2 WHEN 'succeeded' THEN 3
        WHEN 'failed' THEN 4 WHEN 'expired' THEN 5 ELSE 6 END,
    CASE WHEN state IN ('assigned', 'running') THEN 1 ELSE 0 END,
    CASE state WHEN 'succeeded' THEN 3 WHEN 'failed' THEN 4 WHEN 'expired' THEN 5 WHEN 'cancelled' THEN 6 ELSE 0 END,
    attempt, node, coalesce(logs.log, ''),
    result, error_code, error_message, CASE dead WHEN 1 THEN finished_at END, progress, progress_message, progress_at
FROM jobs JOIN places ON places.id = jobs.id
LEFT JOIN (SELECT job, string_agg(
        CASE name
            WHEN 'submitted' THEN 's@' || at || coalesce(' @' || not_before, '')
            WHEN 'awarded' THEN 'a@' || at || ' ' || attempt || ' ' || node
            WHEN 'started' THEN 'r@' || at
            WHEN 'succeeded' THEN '+@' || at
            WHEN 'attempt-failed' THEN 'f@' || at || ' ' || coalesce('@' || not_before, '-') || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), chr(10), '\n')
            WHEN 'attempt-lost' THEN 'l@' || at || ' ' || coalesce('@' || not_before, '-') || ' '
                || replace(replace(coalesce(reason, ''), '\', '\\'), chr(10), '\n')
            WHEN 'declined' THEN 'd@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), chr(10), '\n')
            WHEN 'failed' THEN 'x@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), chr(10), '\n')
            WHEN 'expired' THEN 'e@' || at || ' ' || error_code || ' '
                || replace(replace(coalesce(error_message, ''), '\', '\\'), chr(10), '\n')
            ELSE 'c@' || at
        END, chr(10) ORDER BY seq) AS log FROM events GROUP BY job) AS logs ON logs.job = jobs.id;

INSERT INTO specs
SELECT places.seq, nullif(needs, 'null'), priority, nullif(labels, '{}'), max_attempts, deadline, run_at,
    decode(replace(requeued_from, '-', ''), 'hex'), idempotency_key, length(payload), payload
FROM jobs JOIN places ON places.id = jobs.id;

INSERT INTO endings (at, jobs)
SELECT finished_at, string_agg(decode(replace(id, '-', ''), 'hex'), '')
FROM (SELECT finished_at, id, row_number() OVER (ORDER BY finished_at) / 256 AS part
    FROM jobs WHERE finished_at IS NOT NULL) AS parts
GROUP BY finished_at, part ORDER BY finished_at, part;

-- How many of a key's jobs are kept is counted.
ALTER TABLE idempotency ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
UPDATE idempotency SET kept = (SELECT count(*) FROM jobs WHERE idempotency_key = key);
ALTER TABLE idempotency ALTER COLUMN kept DROP DEFAULT;
ALTER TABLE idempotency ALTER COLUMN jobs TYPE BYTEA USING decode(replace(replace(jobs, '-', ''), ',', ''), 'hex');

DROP TABLE events;
DROP TABLE jobs;
ALTER TABLE new_jobs RENAME TO jobs;
CREATE UNIQUE INDEX jobs_by_id ON jobs (id);
CREATE INDEX jobs_by_end_and_type ON jobs (ended, type, id);
CREATE INDEX jobs_held ON jobs (id) WHERE held = 1;
CREATE INDEX jobs_dead ON jobs (dead_since, id) WHERE dead_since IS NOT NULL;
CREATE INDEX specs_requeued ON specs (requeued_from) WHERE requeued_from IS NOT NULL;

ALTER TABLE labels ALTER COLUMN job TYPE BYTEA USING decode(replace(job, '-', ''), 'hex');
ALTER TABLE partials ALTER COLUMN job TYPE BYTEA USING decode(replace(job, '-', ''), 'hex');
ALTER TABLE checkpoints ALTER COLUMN job TYPE BYTEA USING decode(replace(job, '-', ''), 'hex');
ALTER TABLE refusals ALTER COLUMN job TYPE BYTEA USING decode(replace(job, '-', ''), 'hex');
