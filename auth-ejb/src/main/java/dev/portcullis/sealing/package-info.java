/** What is sealed under {@code auth.encryption_key} in the database, and its sealing anew. */
@NullMarked
package dev.portcullis.sealing;

import org.jspecify.annotations.NullMarked;
