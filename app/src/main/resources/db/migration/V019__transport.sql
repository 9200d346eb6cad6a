-- Which instance brings the journal's events to the others, and how far it has come. Nothing depends on it but how soon
-- the others hear: the journal itself is what they go by.

CREATE TABLE journal_transport (
	name text COLLATE "C" PRIMARY KEY CHECK (char_length(name) BETWEEN 1 AND 249),
	holder uuid,
	held_until timestamptz NOT NULL,
	xid xid8 NOT NULL,
	event_id uuid NOT NULL,
	updated_at timestamptz NOT NULL DEFAULT now()
);
