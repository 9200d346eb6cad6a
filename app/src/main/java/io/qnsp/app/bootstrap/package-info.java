/**
 * The first start: the platform's tenant, a demo tenant, and a key for each. Promises: a
 * key is printed once and kept nowhere; starting again changes nothing. Depends on the
 * public faces of the tenant, member and API key features.
 */
@NullMarked
package io.qnsp.app.bootstrap;

import org.jspecify.annotations.NullMarked;
