/**
 * Legal holds: events that nobody's policy deletes until an administrator releases them.
 * Promises that once a hold is acknowledged, no event that it covers is deleted. Depends
 * on the feature's root.
 */
@NullMarked
package io.qnsp.audit.retention.hold;

import org.jspecify.annotations.NullMarked;
