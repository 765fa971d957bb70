/** What the application's own descriptors say of signing in. */
@NullMarked
package dev.portcullis.web.descriptor;

import org.jspecify.annotations.NullMarked;
