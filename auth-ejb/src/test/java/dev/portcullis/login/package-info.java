/** Tests of the package. */
@NullMarked
package dev.portcullis.login;

import org.jspecify.annotations.NullMarked;
