/** Tests, with keys made for them. */
@NullMarked
package dev.portcullis.jose;

import org.jspecify.annotations.NullMarked;
