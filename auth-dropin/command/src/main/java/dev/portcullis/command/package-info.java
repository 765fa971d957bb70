/** The command line that puts Portcullis into a WAR or EAR and takes it out again. */
@NullMarked
package dev.portcullis.command;

import org.jspecify.annotations.NullMarked;
