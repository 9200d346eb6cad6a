/**
 * What a tenant allows its keys to be, kept and changed over HTTP. A tenant that has said
 * nothing allows no experiments. Depends on {@link io.qnsp.core.change}.
 */
@NullMarked
package io.qnsp.kms.policy;

import org.jspecify.annotations.NullMarked;
