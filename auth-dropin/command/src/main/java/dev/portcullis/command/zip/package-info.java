/** Archives as bytes, so that what is not changed stays as it is to the last bit. */
@NullMarked
package dev.portcullis.command.zip;

import org.jspecify.annotations.NullMarked;
