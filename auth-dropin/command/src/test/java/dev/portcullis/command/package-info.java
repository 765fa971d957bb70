/** The command, with small archives that are built in the tests. */
@NullMarked
package dev.portcullis.command;

import org.jspecify.annotations.NullMarked;
