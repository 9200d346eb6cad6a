@NullMarked
package io.qnsp.kms.analytics.notification;

import org.jspecify.annotations.NullMarked;
