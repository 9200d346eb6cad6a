/**
 * What an endpoint demands, declared beside its route, and what it tells the journal
 * about one call. This package is vocabulary only: enforcement lives in the application's
 * pipeline. Depends on {@link io.qnsp.core.journal} for the event's parts.
 */
@NullMarked
package io.qnsp.core.control;

import org.jspecify.annotations.NullMarked;
