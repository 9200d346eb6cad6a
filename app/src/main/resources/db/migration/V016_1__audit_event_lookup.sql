-- One event by its id, and where in the journal a time is (ids are UUIDv7: ordered by the time they were made). Both ask
-- within a tenant. The other indexes start with the transaction, which a caller who holds an id does not know. New rows
-- go to the right end of each tenant's part, so that the index costs a write little.
CREATE INDEX audit_event_id ON audit_event (tenant_id, event_id);
