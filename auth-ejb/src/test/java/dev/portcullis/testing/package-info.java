/** What the tests of several modules share. */
@NullMarked
package dev.portcullis.testing;

import org.jspecify.annotations.NullMarked;
