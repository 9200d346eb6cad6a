/**
 * The kinds of HSM behind {@link io.qnsp.hsm.HsmAdapter}: a PKCS#11 token, whose blocking
 * calls run on threads of its own, and a vault, which is spoken to over HTTPS.
 */
@NullMarked
package io.qnsp.hsm.adapter;

import org.jspecify.annotations.NullMarked;
