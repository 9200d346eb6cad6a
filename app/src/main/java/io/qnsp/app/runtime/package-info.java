/**
 * Wires what every service stands on and runs it in order: keys and schema first, then
 * journal, tail and projections, then the web server; backwards at the end. The only
 * place that waits for a reactive chain, on the main thread, before the first call.
 */
@NullMarked
package io.qnsp.app.runtime;

import org.jspecify.annotations.NullMarked;
