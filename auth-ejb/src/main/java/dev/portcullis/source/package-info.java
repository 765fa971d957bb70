/** The application's own user table as a source of accounts. */
@NullMarked
package dev.portcullis.source;

import org.jspecify.annotations.NullMarked;
