/**
 * One token in use: login, a pool of sessions, handles of keys. Sessions that the token
 * dropped are opened again; a PIN that was refused is never tried again. Blocking.
 * Depends on {@code module} and {@code binding}.
 */
@NullMarked
package io.qnsp.hsm.token;

import org.jspecify.annotations.NullMarked;
