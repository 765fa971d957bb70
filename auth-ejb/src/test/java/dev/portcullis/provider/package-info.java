/** Tests of the package of the same name. */
@NullMarked
package dev.portcullis.provider;

import org.jspecify.annotations.NullMarked;
