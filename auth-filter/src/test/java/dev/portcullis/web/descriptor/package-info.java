/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.web.descriptor;

import org.jspecify.annotations.NullMarked;
