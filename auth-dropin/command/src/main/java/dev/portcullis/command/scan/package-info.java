/** What an application holds that bears on Portcullis. */
@NullMarked
package dev.portcullis.command.scan;

import org.jspecify.annotations.NullMarked;
