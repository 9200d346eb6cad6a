/**
 * Key material: made by the crypto engine, sealed under the keys of tenants, opened when
 * it is used, kept open in memory for a few minutes and wiped then. Promises that no
 * material leaves the package but to the crypto engine. Depends on the rows of keys and
 * on the crypto engine.
 */
@NullMarked
package io.qnsp.kms.keys.material;

import org.jspecify.annotations.NullMarked;
