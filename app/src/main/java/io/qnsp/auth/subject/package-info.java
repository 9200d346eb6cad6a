/**
 * Who can hold a credential, and what may be granted to whom. Promises: nobody gives away
 * a role or scope beyond their own, and a credential is never worth more than its subject
 * is now. The rules are pure; the features that keep users and service accounts answer
 * {@link io.qnsp.auth.subject.SubjectSource}. Depends on {@link io.qnsp.core.caller}.
 */
@NullMarked
package io.qnsp.auth.subject;

import org.jspecify.annotations.NullMarked;
