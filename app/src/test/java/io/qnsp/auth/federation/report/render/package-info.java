/**
 * Tests of the renderings, without a server.
 */
@NullMarked
package io.qnsp.auth.federation.report.render;

import org.jspecify.annotations.NullMarked;
