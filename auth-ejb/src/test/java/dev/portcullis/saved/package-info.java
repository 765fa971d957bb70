/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.saved;

import org.jspecify.annotations.NullMarked;
