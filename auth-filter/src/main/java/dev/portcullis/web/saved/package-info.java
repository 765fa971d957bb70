/** What a browser wanted before it had to sign in, and how it gets it afterwards. */
@NullMarked
package dev.portcullis.web.saved;

import org.jspecify.annotations.NullMarked;
