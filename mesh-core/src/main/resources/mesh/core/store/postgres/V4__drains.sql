-- Whether the node was asked to drain and has not said yet that it does.
ALTER TABLE nodes ADD COLUMN to_drain INTEGER NOT NULL DEFAULT 0;
