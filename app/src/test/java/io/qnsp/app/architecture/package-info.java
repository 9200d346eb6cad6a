/**
 * The lines between modules, services and features, as rules that fail the build. Depends
 * on ArchUnit and on the compiled classes of all modules; each rule is shown a class that
 * breaks it, so that no rule holds only because it looks at nothing.
 */
@NullMarked
package io.qnsp.app.architecture;

import org.jspecify.annotations.NullMarked;
