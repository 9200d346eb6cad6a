/**
 * The users of a tenant and their roles. Promises: nobody gives away more than they hold,
 * a tenant never loses its last owner, and a disabled user's credentials are refused at
 * once. Depends on {@link io.qnsp.auth.subject} and {@link io.qnsp.auth.revocation}.
 */
@NullMarked
package io.qnsp.auth.member;

import org.jspecify.annotations.NullMarked;
