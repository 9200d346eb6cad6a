/**
 * Tests of the public pages: the files over HTTP, and the console in a real Chromium.
 */
@NullMarked
package io.qnsp.app.page;

import org.jspecify.annotations.NullMarked;
