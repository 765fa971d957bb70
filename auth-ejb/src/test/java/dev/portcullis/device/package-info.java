/** Tests of trusted devices. */
@NullMarked
package dev.portcullis.device;

import org.jspecify.annotations.NullMarked;
