/**
 * Identifiers: UUIDv7 (RFC 9562), time-ordered and safe to make on an event loop. Depends
 * on uuid-creator.
 */
@NullMarked
package io.qnsp.core.id;

import org.jspecify.annotations.NullMarked;
