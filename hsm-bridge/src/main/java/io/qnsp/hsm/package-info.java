/**
 * The HSM bridge: the place where blocking PKCS#11 calls run, on schedulers of their own.
 * It knows nothing of Spring, HTTP, SQL or tenants. The bring-your-own-HSM issue fills
 * it; until then the server has no HSM connection and offers none.
 */
@NullMarked
package io.qnsp.hsm;

import org.jspecify.annotations.NullMarked;
