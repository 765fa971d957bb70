/** Second factors: which ones an account has and needs, and the proof of each. */
@NullMarked
package dev.portcullis.factor;

import org.jspecify.annotations.NullMarked;
