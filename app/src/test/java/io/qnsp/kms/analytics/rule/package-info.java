@NullMarked
package io.qnsp.kms.analytics.rule;

import org.jspecify.annotations.NullMarked;
