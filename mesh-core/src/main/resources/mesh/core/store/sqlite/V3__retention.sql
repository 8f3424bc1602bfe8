-- What retention and the list of the quarantine ask for.

-- The key that the job was submitted with, so that the key can go with the last of its jobs.
ALTER TABLE jobs ADD COLUMN idempotency_key TEXT;
-- When the key may be forgotten; null while one of its jobs is kept.
ALTER TABLE idempotency ADD COLUMN over_at INTEGER;

-- A key's jobs are ids of 36 characters with a comma between them.
WITH RECURSIVE places (key, place, size) AS (
    SELECT key, 0, length(jobs) FROM idempotency
    UNION ALL
    SELECT key, place + 1, size FROM places WHERE size > 37 * (place + 1)
)
UPDATE jobs SET idempotency_key = places.key
FROM places JOIN idempotency ON idempotency.key = places.key
WHERE jobs.id = substr(idempotency.jobs, 1 + 37 * places.place, 36);

DROP INDEX idempotency_by_time;
CREATE INDEX idempotency_by_end ON idempotency (over_at) WHERE over_at IS NOT NULL;

DROP INDEX jobs_dead;
CREATE INDEX jobs_dead ON jobs (finished_at, id) WHERE dead = 1;
DROP INDEX jobs_by_end;
CREATE INDEX jobs_by_end ON jobs (finished_at, id) WHERE finished_at IS NOT NULL;
DROP INDEX quarantine_by_time;
CREATE INDEX quarantine_by_time ON quarantine (at, id);

-- Nobody starts from the checkpoint of a job that has ended.
DELETE FROM checkpoints WHERE job IN (SELECT id FROM jobs WHERE finished_at IS NOT NULL);
