/**
 * The public pages: the OpenAPI document and the explorer that reads it. Serves exactly
 * the files that it names, from memory, to anybody; nothing else of the class path can be
 * reached. Depends on Spring's functional routes, which bypass the control pipeline.
 */
@NullMarked
package io.qnsp.app.explorer;

import org.jspecify.annotations.NullMarked;
