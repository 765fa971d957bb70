/** Tests of sessions and their limits. */
@NullMarked
package dev.portcullis.session;

import org.jspecify.annotations.NullMarked;
