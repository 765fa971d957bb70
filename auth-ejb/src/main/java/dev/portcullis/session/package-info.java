/** Browser sessions and the sessions behind tokens, with their limits. */
@NullMarked
package dev.portcullis.session;

import org.jspecify.annotations.NullMarked;
