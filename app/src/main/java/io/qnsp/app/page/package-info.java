/**
 * The public pages: the OpenAPI document, the explorer that reads it and the console that
 * shows the tenant's events. Serves exactly the files that it names, from memory, to
 * anybody; nothing else of the class path can be reached. The pages hold nothing of a
 * tenant: what they show they ask the API for, with the credential that is entered.
 * Depends on Spring's functional routes, which bypass the control pipeline.
 */
@NullMarked
package io.qnsp.app.page;

import org.jspecify.annotations.NullMarked;
