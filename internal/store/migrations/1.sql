-- What a workbench keeps: drafts with the revisions of their files, and runs of studies.
-- Times are milliseconds since 1970, UTC.

CREATE TABLE drafts (
  id      TEXT PRIMARY KEY,          -- a name of the library: draft-korea
  title   TEXT NOT NULL,
  of      TEXT NOT NULL,             -- the entry that it was copied from; '' for texts of the user's own
  made    INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE files (
  draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
  path  TEXT NOT NULL,               -- variants/reformed.yaml
  head  INTEGER NOT NULL,            -- the revision that stands
  PRIMARY KEY (draft, path)
) STRICT, WITHOUT ROWID;

-- Numbers grow and none comes twice, so that a number that was read once never means
-- another text. What is before head can be had back by undo, what is after it by redo.
CREATE TABLE revisions (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  draft TEXT NOT NULL,
  path  TEXT NOT NULL,
  body  BLOB,                        -- NULL: the file is removed
  made  INTEGER NOT NULL,
  FOREIGN KEY (draft, path) REFERENCES files (draft, path) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX revisions_of_a_file ON revisions (draft, path, id);

CREATE TABLE runs (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,      -- the name of its folder
  study   TEXT NOT NULL,             -- korea/opcon-options
  digest  TEXT NOT NULL,             -- of the texts that were run
  options TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed', 'interrupted')),
  began   INTEGER NOT NULL,
  ended   INTEGER NOT NULL,          -- 0 while it runs
  why     TEXT NOT NULL,             -- it failed
  answer  TEXT NOT NULL
) STRICT;
