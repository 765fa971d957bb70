/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.apitoken;

import org.jspecify.annotations.NullMarked;
