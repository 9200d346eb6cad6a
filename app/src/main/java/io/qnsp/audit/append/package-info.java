/**
 * Events that other systems append to the tenant's journal. Promises: what an outsider
 * appends is marked as such, names the API key that brought it, is never of a service of
 * the platform and never billed, so that nothing that follows the platform's events can
 * be told a lie; a request's events are in the journal all or none, in its order; what
 * can't be kept as it was sent is refused. Depends on the journal and on the pipeline's
 * catalogue of services.
 */
@NullMarked
package io.qnsp.audit.append;

import org.jspecify.annotations.NullMarked;
