/**
 * A service with one endpoint for each control, for tests of the pipeline over HTTP; only
 * the server of those tests has it. Depends on what any feature depends on.
 */
@NullMarked
package io.qnsp.testing.calls;

import org.jspecify.annotations.NullMarked;
