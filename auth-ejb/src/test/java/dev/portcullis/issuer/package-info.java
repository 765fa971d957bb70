/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.issuer;

import org.jspecify.annotations.NullMarked;
