/** Ways in which writing fails. */
@NullMarked
package dev.portcullis.command.change;

import org.jspecify.annotations.NullMarked;
