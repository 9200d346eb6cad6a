/**
 * The server's folder on disk: made private, held by one server at a time, with secrets
 * written so that a crash leaves either no file or a whole one. Depends on nothing.
 */
@NullMarked
package io.qnsp.app.datadir;

import org.jspecify.annotations.NullMarked;
