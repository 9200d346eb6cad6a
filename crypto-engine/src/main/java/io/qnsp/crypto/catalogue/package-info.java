/**
 * Every algorithm the engine knows, with its names, sizes, strength, standard and what
 * the published transition plans say of it and when. Data and look-ups only: nothing here
 * computes with keys. Depends on nothing.
 */
@NullMarked
package io.qnsp.crypto.catalogue;

import org.jspecify.annotations.NullMarked;
