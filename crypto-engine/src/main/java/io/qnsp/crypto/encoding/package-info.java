/**
 * The forms keys are exchanged in: SubjectPublicKeyInfo and PKCS#8 with the object
 * identifiers of the standards, PEM and JWK. Raw forms are what stands inside. Depends on
 * the catalogue and on the ASN.1 of Bouncy Castle.
 */
@NullMarked
package io.qnsp.crypto.encoding;

import org.jspecify.annotations.NullMarked;
