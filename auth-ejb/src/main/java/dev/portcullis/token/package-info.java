/** Signing keys, the issuing of access tokens, the one verifier, refresh families. */
@NullMarked
package dev.portcullis.token;

import org.jspecify.annotations.NullMarked;
