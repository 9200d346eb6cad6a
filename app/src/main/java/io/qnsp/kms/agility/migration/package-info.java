/**
 * Migration plans over HTTP: drafted, activated, paused, resumed, cancelled, watched. A
 * key that is moved keeps its id; its earlier versions go on verifying and decrypting.
 * Nothing inside this server depends on a version; ciphertexts are held by clients, who
 * protect them anew with {@code POST /kms/v1/keys/{keyId}/reencrypt}. Depends on
 * {@link io.qnsp.kms.agility.migration.run}, which moves the keys.
 */
@NullMarked
package io.qnsp.kms.agility.migration;

import org.jspecify.annotations.NullMarked;
