/**
 * PKCS#11 libraries and their slots. A library is tried in a process of its own before it
 * is loaded here, so that one that crashes takes nothing down; a slot belongs to one
 * connection, since a login is the process's; a library that lost its token is started
 * again. Blocking. Depends on {@code binding}.
 */
@NullMarked
package io.qnsp.hsm.module;

import org.jspecify.annotations.NullMarked;
