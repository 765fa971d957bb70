/** What is put into an application, and its way out again. */
@NullMarked
package dev.portcullis.command.change;

import org.jspecify.annotations.NullMarked;
