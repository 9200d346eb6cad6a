/**
 * PKCS#11 (2.40, 3.0, 3.2) as {@code java.lang.foreign} sees it: functions, structures,
 * constants, return codes. Blocking, without any state but the library's own; layouts are
 * those of 64-bit Linux ({@code CK_ULONG} is 8 bytes). Depends on nothing.
 */
@NullMarked
package io.qnsp.hsm.binding;

import org.jspecify.annotations.NullMarked;
