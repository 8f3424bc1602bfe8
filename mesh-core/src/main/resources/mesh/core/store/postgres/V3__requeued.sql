-- To find what took a dead job's place.
CREATE INDEX jobs_requeued ON jobs (requeued_from) WHERE requeued_from IS NOT NULL;
