/** Tests of the package. */
@NullMarked
package dev.portcullis.throttle;

import org.jspecify.annotations.NullMarked;
