@NullMarked
package io.qnsp.kms.analytics.detection;

import org.jspecify.annotations.NullMarked;
