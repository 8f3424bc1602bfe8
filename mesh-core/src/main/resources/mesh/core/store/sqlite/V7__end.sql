-- Those that ended together may go in any order: with the id in it, the index would cost each end more.
DROP INDEX jobs_by_end;
CREATE INDEX jobs_by_end ON jobs (finished_at) WHERE finished_at IS NOT NULL;
