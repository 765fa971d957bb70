/** Forms that wait for a login. */
@NullMarked
package dev.portcullis.saved;

import org.jspecify.annotations.NullMarked;
