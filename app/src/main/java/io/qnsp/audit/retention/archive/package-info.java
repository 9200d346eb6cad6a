/**
 * Archives of deleted events: one file each in a store that the operator has configured,
 * JSON Lines that the offline verifier reads, compressed and encrypted in chunks under a
 * key of their own that the tenant's key seals. Promises that a file is durable and whole
 * before its events are deleted, that no chunk can be left out, moved or cut off unseen,
 * and that callers name stores, never paths. Depends on the crypto engine, the tenants'
 * keys, the journal and the integrity of events.
 */
@NullMarked
package io.qnsp.audit.retention.archive;

import org.jspecify.annotations.NullMarked;
