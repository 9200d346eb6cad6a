/**
 * New keys: what a tenant may have, made here or taken from elsewhere, and added with
 * their first version. Depends on the material, the rows and the tenant's policy.
 */
@NullMarked
package io.qnsp.kms.keys.creation;

import org.jspecify.annotations.NullMarked;
