@NullMarked
package io.qnsp.kms.analytics.usage;

import org.jspecify.annotations.NullMarked;
