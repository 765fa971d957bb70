/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.web.saved;

import org.jspecify.annotations.NullMarked;
