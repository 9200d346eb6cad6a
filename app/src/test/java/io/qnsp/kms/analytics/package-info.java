@NullMarked
package io.qnsp.kms.analytics;

import org.jspecify.annotations.NullMarked;
