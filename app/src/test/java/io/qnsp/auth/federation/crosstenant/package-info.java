/**
 * Tests of activity across tenants, from the calls that make it to the answers.
 */
@NullMarked
package io.qnsp.auth.federation.crosstenant;

import org.jspecify.annotations.NullMarked;
