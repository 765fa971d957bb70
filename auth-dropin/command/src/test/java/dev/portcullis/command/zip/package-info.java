/** Archives that were made to do harm. */
@NullMarked
package dev.portcullis.command.zip;

import org.jspecify.annotations.NullMarked;
