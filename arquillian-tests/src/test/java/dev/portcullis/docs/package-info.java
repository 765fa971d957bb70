/** Holds the documentation against the sources. */
@NullMarked
package dev.portcullis.docs;

import org.jspecify.annotations.NullMarked;
