/**
 * The steps of the control pipeline, one class each. A step computes a decision and does
 * nothing else; the pipeline turns it into HTTP and into an event. Depends on
 * {@link io.qnsp.app.pipeline}.
 */
@NullMarked
package io.qnsp.app.pipeline.step;

import org.jspecify.annotations.NullMarked;
