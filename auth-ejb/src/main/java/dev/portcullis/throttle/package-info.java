/**
 * Limits on guessing: a counter in the database for each account and kind of proof, and buckets in
 * memory for addresses.
 */
@NullMarked
package dev.portcullis.throttle;

import org.jspecify.annotations.NullMarked;
